package dev.backstory.viewer.access;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one role may see. A role of which nothing is said may see everything; one of which anything is said sees only that.
 */
final class FieldRules {

    static final FieldRules EVERYTHING = new FieldRules(Map.of(), true);

    private static final String ANY = "*";

    private final Map<String, Set<String>> allowed;
    private final boolean everything;

    private FieldRules(Map<String, Set<String>> allowed, boolean everything) {
        this.allowed = allowed;
        this.everything = everything;
    }

    /** From the lines of one role, such as {@code event.PaymentFailed} with {@code reason, amount.value}. */
    static FieldRules of(Map<String, String> lines) {
        Map<String, Set<String>> allowed = new HashMap<>();
        lines.forEach((about, fields) -> allowed.put(
                about,
                Arrays.stream(fields.split(",", -1))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.toUnmodifiableSet())));
        return new FieldRules(allowed, false);
    }

    boolean everything() {
        return everything;
    }

    /** A field of an event's data, as a path without indexes; what is below an allowed field is allowed. */
    boolean data(String type, String path) {
        return allows("event." + type, path) || allows("event." + ANY, path);
    }

    boolean metadata(String key) {
        return allows("metadata", key);
    }

    /** What was observed of a step: {@code status}, {@code attempt}, {@code error}. */
    boolean step(String attribute) {
        return allows("steps", attribute);
    }

    /** By the kind of thing that the subject names: {@code order} of {@code order/4822}. */
    boolean subject(String subject) {
        return allows("subjects", kind(subject));
    }

    static String kind(String subject) {
        int slash = subject.indexOf('/');
        return slash < 0 ? subject : subject.substring(0, slash);
    }

    private boolean allows(String about, String path) {
        if (everything) {
            return true;
        }
        Set<String> fields = allowed.getOrDefault(about, Set.of());
        if (fields.contains(ANY) || fields.contains(path)) {
            return true;
        }
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            if (fields.contains(path.substring(0, dot))) {
                return true;
            }
        }
        return false;
    }
}
