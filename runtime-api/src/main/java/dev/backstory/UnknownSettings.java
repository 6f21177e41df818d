package dev.backstory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Names that look like ours and are not, each with the nearest that is: a misspelt switch must not fail silently. */
final class UnknownSettings {

    /** What the agent and the viewer read, and complain about, themselves; and names that the user makes up. */
    private static final List<String> OTHERS = List.of(
            AuditSettings.PREFIX,
            "backstory.boundary.",
            "backstory.capture",
            "backstory.class-cache",
            "backstory.incoming",
            "backstory.outgoing",
            "backstory.request",
            "backstory.response",
            "backstory.enabled",
            "backstory.diagnostics",
            "backstory.agent",
            "backstory.travel",
            "backstory.viewer");

    private UnknownSettings() {}

    static List<String> complaints(Set<String> program, Set<String> properties, Set<String> environment) {
        List<String> complaints = new ArrayList<>();
        for (String name : new TreeSet<>(program)) {
            check(name, name, complaints);
        }
        for (String name : new TreeSet<>(properties)) {
            check(name, name, complaints);
        }
        for (String name : new TreeSet<>(environment)) {
            if (name.startsWith("BACKSTORY_")) {
                check(name, name.toLowerCase(Locale.ROOT).replace('_', '.'), complaints);
            }
        }
        return complaints;
    }

    private static void check(String name, String key, List<String> complaints) {
        String nearest = "";
        int best = Integer.MAX_VALUE;
        for (Setting each : Setting.values()) {
            String known = name.equals(key) ? each.key : each.environmentName();
            if (known.equals(name)) {
                return;
            }
            int distance = distance(known, name);
            if (distance < best) {
                best = distance;
                nearest = known;
            }
        }
        if (OTHERS.stream().noneMatch(key::startsWith)) {
            complaints.add(name + " is not a setting; the nearest is " + nearest);
        }
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
