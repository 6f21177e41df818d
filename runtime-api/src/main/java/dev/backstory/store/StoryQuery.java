package dev.backstory.store;

import org.jspecify.annotations.Nullable;

/**
 * Which stories a list shows.
 *
 * @param subject only stories with an event about this subject, {@code customer/42}; null: any
 * @param type only stories with an event of this type; null: any
 * @param before only stories whose newest matching event is below this position: the next page; {@link Long#MAX_VALUE} for
 *     the first
 * @param limit at most so many
 */
public record StoryQuery(@Nullable String subject, @Nullable String type, long before, int limit) {

    /** The newest stories. */
    public static StoryQuery newest(int limit) {
        return new StoryQuery(null, null, Long.MAX_VALUE, limit);
    }

    /** This query for stories about the subject. */
    public StoryQuery about(@Nullable String subject) {
        return new StoryQuery(subject, type, before, limit);
    }

    /** This query for stories with an event of the type. */
    public StoryQuery ofType(@Nullable String type) {
        return new StoryQuery(subject, type, before, limit);
    }

    /** This query for the page below that position. */
    public StoryQuery before(long position) {
        return new StoryQuery(subject, type, position, limit);
    }
}
