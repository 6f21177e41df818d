package dev.backstory.store;

import dev.backstory.RecordedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of events in the order in which they became final.
 *
 * @param events the earliest first; may be none although there are more: so many were looked at
 * @param next for {@link StoryReader#after}, opaque: where this page ends
 * @param more whether there may be more already
 * @param heldUpBy what is still being stored and holds up the rest, for people; null when nothing does
 */
public record EventPage(
        List<RecordedEvent> events,
        String next,
        boolean more,
        @Nullable String heldUpBy) {

    /** The place before every event. */
    public static final String START = "";

    public EventPage {
        events = List.copyOf(events);
    }
}
