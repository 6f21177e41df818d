package dev.backstory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Personal fields that the configuration names, {@code OrderPlaced.customer.email: customer/{customer.id}}: for events that
 * are maps, or classes of others. {@code *} stands for any type; lists are looked through.
 */
final class PersonalRules {

    /** What stands for the type in rules for metadata of events, and for attributes of steps. */
    static final String METADATA = "metadata";

    static final String STEP = "step";

    private record Rule(String type, List<String> path, SubjectTemplate subject) {}

    private final List<Rule> rules = new ArrayList<>();

    PersonalRules(String text) {
        for (String each : text.split("[;,]", -1)) {
            if (!each.isBlank()) {
                rules.add(rule(each.strip()));
            }
        }
    }

    private static Rule rule(String text) {
        int colon = text.indexOf(':');
        String[] names = text.substring(0, Math.max(0, colon)).strip().split("\\.", -1);
        for (String name : names) {
            if (names.length < 2 || name.isBlank()) {
                throw new PublishException(Setting.PERSONAL.key + " cannot be used: \"" + text
                        + "\" is not of the form Type.field: subject, like OrderPlaced.email: customer/{customerId}");
            }
        }
        String subject = text.substring(colon + 1).strip();
        return new Rule(
                names[0],
                List.of(names).subList(1, names.length),
                new SubjectTemplate(subject, "\"" + subject + "\" in " + Setting.PERSONAL.key));
    }

    /** Adds what the rules find in an event of that type. */
    void find(String type, JsonNode data, List<PersonalField> found) {
        for (Rule each : rules) {
            if (each.type.equals(type) || each.type.equals("*")) {
                find(each, 0, data, JsonPointer.empty(), found);
            }
        }
    }

    private static void find(Rule rule, int depth, JsonNode node, JsonPointer at, List<PersonalField> found) {
        if (node.isMissingNode()) {
            return;
        }
        if (depth == rule.path.size()) {
            found.add(new PersonalField(at, rule.subject));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                find(rule, depth, node.get(i), at.appendIndex(i), found);
            }
        } else if (node.isObject()) {
            String name = rule.path.get(depth);
            find(rule, depth + 1, node.path(name), at.appendProperty(name), found);
        }
    }

    /** Whether there are any for that: {@link #METADATA}, {@link #STEP}, or a type of events. */
    boolean concern(String what) {
        return rules.stream().anyMatch(each -> each.type.equals(what));
    }

    /** Adds the entries that a rule {@code metadata.key: subject}, or {@code step.key: subject}, names. */
    void find(String of, Map<String, String> entries, Map<String, SubjectTemplate> found) {
        for (Rule each : rules) {
            String key = String.join(".", each.path);
            if (each.type.equals(of) && entries.containsKey(key)) {
                found.put(key, each.subject);
            }
        }
    }
}
