package dev.backstory;

import dev.backstory.audit.AuditRule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The settings {@code backstory.audit.<name>}, whose names the user makes up: {@code BACKSTORY_AUDIT_FIRM_AUDIT} is {@code firm-audit}. */
final class AuditSettings {

    static final String PREFIX = "backstory.audit.";

    private static final String VARIABLE = "BACKSTORY_AUDIT_";

    private AuditSettings() {}

    /** The rules that can be used, by name; the others are complained about. */
    static Map<String, String> read(
            Map<String, String> program,
            Map<String, String> properties,
            Map<String, String> environment,
            List<String> complaints) {
        Map<String, String> found = new LinkedHashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(VARIABLE)) {
                found.put(
                        name.substring(VARIABLE.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'),
                        value);
            }
        });
        for (Map<String, String> each : List.of(properties, program)) {
            each.forEach((name, value) -> {
                if (name.startsWith(PREFIX)) {
                    found.put(name.substring(PREFIX.length()), value);
                }
            });
        }
        Map<String, String> rules = new LinkedHashMap<>();
        found.forEach((name, text) -> {
            try {
                AuditRule.parse(name, 1, text.strip(), Instant.EPOCH);
                rules.put(name, text.strip());
            } catch (IllegalArgumentException e) {
                complaints.add(PREFIX + name + " cannot be used: " + e.getMessage() + ", ignored");
            }
        });
        return rules;
    }
}
