package dev.backstory.viewer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the ids that Backstory makes tell by themselves. */
final class StoryIds {

    private static final int TIME_ORDERED = 7;

    private StoryIds() {}

    /** When an id was made that is a UUID of version 7; null for others. */
    static @Nullable Instant time(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.version() == TIME_ORDERED && uuid.toString().equalsIgnoreCase(id)
                    ? Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16)
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
