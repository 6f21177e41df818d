package dev.backstory.agent.boundary;

import dev.backstory.agent.boot.ProcessSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names that look like ours and are not, each with the nearest that is. Not every process has the library, so the agent says it
 * for all of them, and the library leaves it to an agent that runs.
 */
final class UnknownSettings {

    /** What the agent reads, but for the switches of boundaries. */
    static final Set<String> AGENTS = Set.of(
            "backstory.capture.spring-events",
            "backstory.class-cache",
            "backstory.diagnostics",
            "backstory.enabled",
            "backstory.incoming",
            "backstory.incoming.from",
            "backstory.outgoing.hosts",
            "backstory.request.actor",
            "backstory.request.client-address",
            "backstory.response.header",
            "backstory.travel");

    /** What the library, the viewer and the command line read. */
    static final Set<String> OTHERS = Set.of(
            "backstory.console",
            "backstory.console.require",
            "backstory.failures.per-second",
            "backstory.issue",
            "backstory.journal.dir",
            "backstory.journal.full",
            "backstory.journal.size",
            "backstory.keystore.password",
            "backstory.mask",
            "backstory.mask.allow",
            "backstory.mask.cards",
            "backstory.master-key",
            "backstory.master-key.file",
            "backstory.operator",
            "backstory.password",
            "backstory.personal",
            "backstory.queue.full",
            "backstory.queue.size",
            "backstory.reason",
            "backstory.retention",
            "backstory.retention.drop",
            "backstory.schema",
            "backstory.seal",
            "backstory.seal.key",
            "backstory.sentences",
            "backstory.service",
            "backstory.shutdown.wait",
            "backstory.store",
            "backstory.store.wait",
            "backstory.summaries",
            "backstory.url",
            "backstory.user",
            "backstory.viewer");

    /** Names that the user makes up, or that are checked elsewhere. */
    private static final List<String> PREFIXES =
            List.of("backstory.audit.", "backstory.boundary.", "backstory.password.");

    private UnknownSettings() {}

    static List<String> complaints(Set<String> properties, Set<String> variables) {
        List<String> complaints = new ArrayList<>();
        for (String name : new TreeSet<>(properties)) {
            if (name.startsWith("backstory.") && !isKnown(name, false)) {
                complaints.add(complaint(name, false));
            }
        }
        for (String name : new TreeSet<>(variables)) {
            if (name.startsWith("BACKSTORY_") && !isKnown(name, true)) {
                complaints.add(complaint(name, true));
            }
        }
        return complaints;
    }

    /** Cheap: each start asks it of each setting that is given. */
    private static boolean isKnown(String name, boolean variable) {
        for (String each : PREFIXES) {
            if (name.startsWith(written(each, variable))) {
                return true;
            }
        }
        if (!variable) {
            return AGENTS.contains(name) || OTHERS.contains(name);
        }
        for (Set<String> known : List.of(AGENTS, OTHERS)) {
            for (String each : known) {
                if (written(each, true).equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String complaint(String name, boolean variable) {
        Set<String> known = new TreeSet<>(AGENTS);
        known.addAll(OTHERS);
        String nearest = "";
        int best = Integer.MAX_VALUE;
        for (String each : known) {
            int distance = distance(written(each, variable), name);
            if (distance < best) {
                best = distance;
                nearest = written(each, variable);
            }
        }
        return name + " is not a setting that this agent knows; the nearest is " + nearest;
    }

    private static String written(String key, boolean variable) {
        return variable ? ProcessSettings.variable(key) : key;
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
