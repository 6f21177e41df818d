package dev.backstory.store;

import dev.backstory.RecordedEvent;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events a list shows, across stories: an audit log, what an operator did. An event is in it when all that is asked
 * for is true of this event. The list is in the order in which events were made, the newest first: by the time inside their
 * ids, which is when they were published. Start with {@link #newest} and narrow it down; null narrows nothing.
 *
 * @param keys the event has each of these; of the kinds that an event has itself ({@link StoryKey#of})
 * @param types it is of one of these types; empty: any
 * @param from it was published at this time or later; null: any
 * @param to it was published before this time; null: any
 * @param after only events that were published before the one of this id; null: from the newest
 * @param limit at most so many
 */
public record EventQuery(
        Set<StoryKey> keys,
        Set<String> types,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String after,
        int limit) {

    public EventQuery {
        keys = StoryKey.ofEvents(keys);
        types = Set.copyOf(types);
        if (limit < 1) {
            throw new IllegalArgumentException("A list has at least one place, not " + limit);
        }
    }

    /** The newest events. */
    public static EventQuery newest(int limit) {
        return new EventQuery(Set.of(), Set.of(), null, null, null, limit);
    }

    /** Of the story with that id. */
    public EventQuery ofStory(@Nullable String correlationId) {
        return with(StoryKey.Kind.CORRELATION, correlationId);
    }

    /** Recorded within that W3C trace. */
    public EventQuery ofTrace(@Nullable String id) {
        return with(StoryKey.Kind.TRACE, id);
    }

    /** About that subject. */
    public EventQuery about(@Nullable String subject) {
        return with(StoryKey.Kind.SUBJECT, subject);
    }

    /** With that metadata entry. */
    public EventQuery withMetadata(String key, @Nullable String value) {
        return with(
                StoryKey.Kind.METADATA,
                value == null ? null : StoryKey.metadata(key, value).value());
    }

    /** Of one of those types; none: of any. */
    public EventQuery ofTypes(Set<String> types) {
        return new EventQuery(keys, types, from, to, after, limit);
    }

    /** Published at or after the first time, and before the second. */
    public EventQuery published(@Nullable Instant from, @Nullable Instant to) {
        return new EventQuery(keys, types, from, to, after, limit);
    }

    /** The page below the event of that id: {@link EventList#next}. */
    public EventQuery after(@Nullable String eventId) {
        return new EventQuery(keys, types, from, to, eventId, limit);
    }

    /** Whether the event is in the list, on this page or a later one. */
    public boolean includes(RecordedEvent event) {
        Instant published = Instant.ofEpochMilli(UUID.fromString(event.id()).getMostSignificantBits() >>> 16);
        return StoryKey.of(event).containsAll(keys)
                && (types.isEmpty() || types.contains(event.type()))
                && (from == null || !published.isBefore(from))
                && (to == null || published.isBefore(to))
                && (after == null || event.id().compareTo(after) < 0);
    }

    private EventQuery with(StoryKey.Kind kind, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Set<StoryKey> more = new LinkedHashSet<>(keys);
        more.add(new StoryKey(kind, value));
        return new EventQuery(more, types, from, to, after, limit);
    }
}
