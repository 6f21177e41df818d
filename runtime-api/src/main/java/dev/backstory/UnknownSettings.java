package dev.backstory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Names that look like ours and are not, each with the nearest that is: a misspelt switch must not fail silently. */
final class UnknownSettings {

    /** What the agent, the viewer and the command line read. */
    private static final Set<String> OTHERS = Set.of(
            "backstory.capture.spring-events",
            "backstory.class-cache",
            "backstory.diagnostics",
            "backstory.enabled",
            "backstory.incoming",
            "backstory.incoming.from",
            "backstory.keystore.password",
            "backstory.outgoing.hosts",
            "backstory.request.actor",
            "backstory.request.client-address",
            "backstory.response.header",
            "backstory.sentences",
            "backstory.travel",
            "backstory.viewer");

    /** Names that the user makes up, or that the agent checks. */
    private static final List<String> PREFIXES =
            List.of(AuditSettings.PREFIX, "backstory.boundary.", "backstory.password.");

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
        if (PREFIXES.stream().anyMatch(key::startsWith)) {
            return;
        }
        String nearest = "";
        int best = Integer.MAX_VALUE;
        for (String each : known()) {
            String known = name.equals(key) ? each : Setting.environmentName(each);
            if (known.equals(name)) {
                return;
            }
            int distance = distance(known, name);
            if (distance < best) {
                best = distance;
                nearest = known;
            }
        }
        complaints.add(name + " is not a setting; the nearest is " + nearest);
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(OTHERS);
        for (Setting each : Setting.values()) {
            known.add(each.key);
        }
        return known;
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
