package dev.backstory.store;

import dev.backstory.RecordedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of events.
 *
 * @param events the newest first
 * @param next for {@link EventQuery#after}, opaque; null when there is no further page. A page with fewer events than asked
 *     for, or none, can have a next one: so much was read without a match that the reader hands back what it has
 */
public record EventList(
        List<RecordedEvent> events, @Nullable String next) {

    public EventList {
        events = List.copyOf(events);
    }
}
