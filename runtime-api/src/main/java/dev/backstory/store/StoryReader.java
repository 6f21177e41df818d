package dev.backstory.store;

import dev.backstory.RecordedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads stories. Safe for use by several threads; every call may do I/O and throws {@link
 * dev.backstory.StoreUnavailableException} when the store does not answer in time.
 */
public interface StoryReader {

    /** Everything of one story; {@link StoryRecords#isEmpty() empty} when nothing is stored with that id. */
    StoryRecords story(String correlationId);

    /** The event of that id; null when there is none. */
    @Nullable
    RecordedEvent event(String eventId);

    /** The story that an id of any kind belongs to: correlation, event, step or trace; null when it is none of these. */
    @Nullable
    String findStory(String anyId);

    /** The stories with the newest events, newest first, as the query narrows them down. */
    List<StoryHead> stories(StoryQuery query);
}
