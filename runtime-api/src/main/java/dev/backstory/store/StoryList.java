package dev.backstory.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list of stories.
 *
 * @param stories those that began last first
 * @param next where the next page begins; null when there is none. A page with fewer stories than asked for, or none, can
 *     have a next one: so much was read without a match that the reader hands back what it has
 * @param behindSince the list may lack what was recorded at or after this time, because summaries are behind; null when it
 *     lacks nothing
 */
public record StoryList(
        List<StoryHead> stories,
        @Nullable StoryCursor next,
        @Nullable Instant behindSince) {

    public StoryList {
        stories = List.copyOf(stories);
    }
}
