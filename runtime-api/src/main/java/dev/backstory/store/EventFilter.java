package dev.backstory.store;

import dev.backstory.RecordedEvent;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a follower gets: those of which all that is asked for is true. Start with {@link #ALL} or {@link #types} and narrow it
 * down; null narrows nothing.
 *
 * @param keys the event has each of these; of the kinds that an event has itself ({@link StoryKey#of})
 * @param types it is of one of these types; empty: any
 * @param subjectPrefix one of its subjects begins with that: {@code order/}; null: any
 */
public record EventFilter(
        Set<StoryKey> keys, Set<String> types, @Nullable String subjectPrefix) {

    /** Every event. */
    public static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), null);

    public EventFilter {
        keys = StoryKey.ofEvents(keys);
        types = Set.copyOf(types);
    }

    /** Those of one of these types; none: of any. */
    public static EventFilter types(String... types) {
        return ALL.ofTypes(Set.of(types));
    }

    /** Of one of those types; none: of any. */
    public EventFilter ofTypes(Set<String> wanted) {
        return new EventFilter(keys, wanted, subjectPrefix);
    }

    /** About that subject, {@code customer/42}. */
    public EventFilter about(@Nullable String subject) {
        return with(StoryKey.Kind.SUBJECT, subject);
    }

    /** About something whose name begins so: {@code customer/}. */
    public EventFilter aboutAny(@Nullable String prefix) {
        return new EventFilter(keys, types, prefix);
    }

    /** With that metadata entry. */
    public EventFilter withMetadata(String key, @Nullable String value) {
        return value == null
                ? this
                : with(StoryKey.Kind.METADATA, StoryKey.metadata(key, value).value());
    }

    /** Of the story with that id. */
    public EventFilter ofStory(@Nullable String correlationId) {
        return with(StoryKey.Kind.CORRELATION, correlationId);
    }

    /** Whether the event passes. */
    public boolean includes(RecordedEvent event) {
        return (types.isEmpty() || types.contains(event.type()))
                && (subjectPrefix == null || event.subjects().stream().anyMatch(each -> each.startsWith(subjectPrefix)))
                && (keys.isEmpty() || StoryKey.of(event).containsAll(keys));
    }

    private EventFilter with(StoryKey.Kind kind, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Set<StoryKey> more = new LinkedHashSet<>(keys);
        more.add(new StoryKey(kind, value));
        return new EventFilter(more, types, subjectPrefix);
    }
}
