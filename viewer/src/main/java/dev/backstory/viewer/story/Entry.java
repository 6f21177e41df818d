package dev.backstory.viewer.story;

import dev.backstory.RecordedEvent;
import dev.backstory.store.RecordedStep;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a story tells of: an event or a step, exactly one of the two.
 *
 * @param event the event; null for a step
 * @param step the step; null for an event
 */
public record Entry(@Nullable RecordedEvent event, @Nullable RecordedStep step) {

    /**
     * By time; at one time a step before the events that it may have led to, then by the order of the store. It depends on
     * the records alone, so a story reads the same each time.
     */
    static final Comparator<Entry> BY_TIME = Comparator.comparing(Entry::at)
            .thenComparing(Entry::isEvent)
            .thenComparingLong(Entry::position)
            .thenComparing(Entry::id);

    static Entry of(RecordedEvent event) {
        return new Entry(event, null);
    }

    static Entry of(RecordedStep step) {
        return new Entry(null, step);
    }

    public boolean isEvent() {
        return event != null;
    }

    public String id() {
        return event != null ? event.id() : ran().id();
    }

    /** When it happened or started, by the clock of its process. */
    public Instant at() {
        return event != null ? event.occurredAt() : ran().startedAt();
    }

    /** When it was over: a step that is still open ends, as far as is known, when it started. */
    Instant until() {
        RecordedStep ran = step;
        return ran == null || ran.duration() == null ? at() : at().plus(ran.duration());
    }

    /** The id of what directly led to it in its own process; null for an origin there. */
    @Nullable
    String causeId() {
        return event != null ? event.causationId() : ran().causationId();
    }

    public String instanceId() {
        return event != null ? event.instanceId() : ran().instanceId();
    }

    private long position() {
        return event != null ? event.position() : 0;
    }

    private RecordedStep ran() {
        if (step == null) {
            throw new IllegalStateException("neither an event nor a step");
        }
        return step;
    }
}
