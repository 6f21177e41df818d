package dev.backstory.store;

import dev.backstory.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Reads stories. Safe for use by several threads; every call may do I/O and throws {@link
 * dev.backstory.StoreUnavailableException} when the store does not answer in time.
 */
public interface StoryReader {

    /** Everything of one story; {@link StoryRecords#isEmpty() empty} when nothing is stored with that id. */
    StoryRecords story(String correlationId);

    /**
     * A part of one story, in bounded memory: all parts together have every event once and every step at least once. A
     * story that has no more events and steps than the limit is in its first part whole.
     *
     * @param from {@link StoryPart#next} of the part before, or {@link StoryPart.Place#START}
     * @param limit at most so many events, and in the parts after the last event so many steps
     */
    StoryPart part(String correlationId, StoryPart.Place from, int limit);

    /** The event of that id; null when there is none. */
    @Nullable
    RecordedEvent event(String eventId);

    /** The story that an id of any kind belongs to: correlation, event, step or trace; null when it is none of these. */
    @Nullable
    String findStory(String anyId);

    /** A page of the list of stories, as the query narrows it down; those that began last come first. */
    StoryList stories(StoryQuery query);

    /** A page of events across stories, as the query narrows them down, the newest first. */
    EventList events(EventQuery query);

    /**
     * A page of events across stories, in the order in which they became final, for whoever must not miss one: a place is final
     * when nothing that is still being stored can come before it. So a late commit comes late, and is never skipped.
     *
     * @param place {@link EventPage#next} of the page before, {@link EventPage#START}, or {@link #end}
     * @param limit at most so many, and at least one
     */
    EventPage after(String place, EventFilter filter, int limit);

    /** The place, for {@link #after}, above which everything is that becomes final from now on. */
    String end();
}
