package dev.backstory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The configuration as it was when it was read: what the program says, else the system property, else the environment,
 * else the default. A value that cannot be used counts as not given and is complained about.
 */
final class Settings {

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final Map<String, String> auditRules = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();

    private Settings(
            Map<String, String> program,
            Map<String, String> properties,
            Map<String, String> environment,
            boolean besideAgent) {
        for (Setting each : Setting.values()) {
            String value = chosen(each, program, properties, environment);
            if (!value.isEmpty() && !each.accepts(value)) {
                complaints.add(each.key + "=" + each.printable(value) + " cannot be used (allowed: " + each.allowed()
                        + ")" + instead(each));
                value = each.byDefault;
            }
            values.put(each, value);
        }
        auditRules.putAll(AuditSettings.read(program, properties, environment, complaints));
        complaints.addAll(
                besideAgent
                        ? UnknownSettings.complaints(program.keySet(), Set.of(), Set.of())
                        : UnknownSettings.complaints(program.keySet(), properties.keySet(), environment.keySet()));
    }

    private static String chosen(
            Setting setting,
            Map<String, String> program,
            Map<String, String> properties,
            Map<String, String> environment) {
        String value = program.get(setting.key);
        if (value == null) {
            value = properties.get(setting.key);
        }
        if (value == null) {
            value = environment.get(setting.environmentName());
        }
        return value == null || value.isBlank() ? setting.byDefault : setting.normalized(value);
    }

    private static String instead(Setting setting) {
        return setting.byDefault.isEmpty() ? ", ignored" : ", using " + setting.byDefault;
    }

    static Settings of(Map<String, String> program, Map<String, String> properties, Map<String, String> environment) {
        return new Settings(program, properties, environment, false);
    }

    /** The same where an agent runs: it has said which of the process's names are no settings. */
    static Settings besideAgent(
            Map<String, String> program, Map<String, String> properties, Map<String, String> environment) {
        return new Settings(program, properties, environment, true);
    }

    /** What the process was started with, and what the program adds. */
    static Settings ofProcess(Map<String, String> program) {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("backstory.")) {
                properties.put(name, System.getProperty(name, ""));
            }
        }
        Map<String, String> environment = System.getenv();
        return AgentVersion.isRunning(properties, environment)
                ? besideAgent(program, properties, environment)
                : of(program, properties, environment);
    }

    String text(Setting setting) {
        return values.getOrDefault(setting, setting.byDefault);
    }

    boolean has(Setting setting) {
        return !text(setting).isEmpty();
    }

    boolean flag(Setting setting) {
        return Boolean.parseBoolean(text(setting));
    }

    int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    long size(Setting setting) {
        return SettingKind.size(text(setting));
    }

    Duration duration(Setting setting) {
        return SettingKind.duration(text(setting));
    }

    /** The rules of audit logs, by name. */
    Map<String, String> auditRules() {
        return Map.copyOf(auditRules);
    }

    /** What is wrong with the configuration, one sentence each; never with a password in it. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }
}
