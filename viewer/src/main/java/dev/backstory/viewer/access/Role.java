package dev.backstory.viewer.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody looks at stories for, which decides what they see. */
public enum Role {
    /** Answers customers. */
    SUPPORT,
    /** Runs or mends the software. */
    ENGINEER;

    /** As configuration files name it: {@code support}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that key; null when there is none. */
    public static @Nullable Role of(String key) {
        for (Role each : values()) {
            if (each.key().equals(key.strip())) {
                return each;
            }
        }
        return null;
    }
}
