package dev.backstory.agent.boot;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the process was started with: a system property, else an environment variable. What is blank counts as not given. */
public final class ProcessSettings {

    private ProcessSettings() {}

    /** The setting; null when it is not given. */
    public static @Nullable String get(String key) {
        return unlessBlank(asWritten(key));
    }

    /** The same where a blank one says something: a list that names nobody. */
    public static @Nullable String asWritten(String key) {
        String property = System.getProperty(key);
        return property != null ? property : System.getenv(variable(key));
    }

    /** The environment variable of a setting. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The value; null when there is nothing in it. */
    public static @Nullable String unlessBlank(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
