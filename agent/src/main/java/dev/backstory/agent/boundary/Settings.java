package dev.backstory.agent.boundary;

import dev.backstory.agent.boot.ProcessSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The agent's settings: system properties, else environment variables. */
final class Settings {

    private static final String PREFIX = "backstory.boundary.";
    private static final String SUFFIX = ".enabled";

    private final Properties properties;
    private final UnaryOperator<@Nullable String> environment;

    Settings(Properties properties, UnaryOperator<@Nullable String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    boolean isOn(String boundary) {
        String value = get(PREFIX + boundary + SUFFIX);
        return value == null || !value.trim().equalsIgnoreCase("false");
    }

    /** The setting; null when it is not given, or blank. */
    @Nullable
    String get(String key) {
        return ProcessSettings.unlessBlank(asWritten(key));
    }

    /** The setting, blank perhaps; null when it is not given. */
    @Nullable
    String asWritten(String key) {
        String value = properties.getProperty(key);
        return value != null ? value : environment.apply(ProcessSettings.variable(key));
    }

    /** What is wrong, each with the allowed values. */
    List<String> mistakes(List<String> boundaries, Map<String, String> variables) {
        List<String> mistakes = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(properties.stringPropertyNames());
        for (String each : variables.keySet()) {
            if (each.startsWith("BACKSTORY_BOUNDARY_")) {
                keys.add(each.toLowerCase(Locale.ROOT).replace('_', '.'));
            }
        }
        for (String key : keys) {
            if (key.startsWith(PREFIX)) {
                String name = key.endsWith(SUFFIX) && key.length() > PREFIX.length() + SUFFIX.length()
                        ? key.substring(PREFIX.length(), key.length() - SUFFIX.length())
                        : "";
                if (!boundaries.contains(name)) {
                    mistakes.add(key + " is unknown; allowed are " + PREFIX + "<name>" + SUFFIX + " with the names "
                            + String.join(", ", boundaries));
                } else {
                    checkSwitch(key, mistakes);
                }
            }
        }
        checkSwitch("backstory.enabled", mistakes);
        checkSwitch("backstory.diagnostics", mistakes);
        checkSwitch("backstory.console", mistakes);
        mistakes.addAll(UnknownSettings.complaints(properties.stringPropertyNames(), variables.keySet()));
        return mistakes;
    }

    private void checkSwitch(String key, List<String> mistakes) {
        String value = get(key);
        if (value != null
                && !value.trim().equalsIgnoreCase("true")
                && !value.trim().equalsIgnoreCase("false")) {
            mistakes.add(key + "=" + value + " is wrong; allowed are true and false");
        }
    }
}
