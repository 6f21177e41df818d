package dev.backstory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fact that the application publishes, where a plain record is not enough. What is said here is never overwritten; what
 * is left out comes from the context.
 *
 * <pre>{@code
 * Events.publish(Event.of("OrderPlaced").subject("order/4822").data(order).build());
 * }</pre>
 */
public final class Event {

    final String type;
    final @Nullable String id;
    final List<String> subjects;
    final @Nullable Object data;
    final Map<String, String> metadata;
    final @Nullable Instant occurredAt;
    final @Nullable String causationId;
    final @Nullable String correlationId;
    final boolean survivesRollback;

    private Event(Builder builder) {
        this.type = builder.type;
        this.id = builder.id;
        this.subjects = List.copyOf(builder.subjects);
        this.data = builder.data;
        this.metadata = new LinkedHashMap<>(builder.metadata);
        this.occurredAt = builder.occurredAt;
        this.causationId = builder.causationId;
        this.correlationId = builder.correlationId;
        this.survivesRollback = builder.survivesRollback;
    }

    /** An event of that type, in the past tense: {@code OrderPlaced}. */
    public static Builder of(String type) {
        return new Builder(type);
    }

    /** An event in the making. */
    public static final class Builder {

        private final String type;
        private final List<String> subjects = new ArrayList<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private @Nullable String id;
        private @Nullable Object data;
        private @Nullable Instant occurredAt;
        private @Nullable String causationId;
        private @Nullable String correlationId;
        private boolean survivesRollback;

        private Builder(String type) {
            this.type = Objects.requireNonNull(type, "type");
        }

        /** The event's id, a UUID of version 7: publishing it again stores it once. */
        public Builder id(String id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** What the event is about, {@code order/4822}; the main subject first. */
        public Builder subject(String subject) {
            subjects.add(Objects.requireNonNull(subject, "subject"));
            return this;
        }

        /** What the event is about; the main subject first. */
        public Builder subjects(List<String> all) {
            all.forEach(this::subject);
            return this;
        }

        /** The event's content: a record, a bean, a {@link Map} or a Jackson object node. */
        public Builder data(Object data) {
            this.data = Objects.requireNonNull(data, "data");
            return this;
        }

        /** One entry beside the data. */
        public Builder metadata(String key, String value) {
            metadata.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Entries beside the data. */
        public Builder metadata(Map<String, String> entries) {
            entries.forEach(this::metadata);
            return this;
        }

        /** When it happened; otherwise the time of publishing. */
        public Builder occurredAt(Instant instant) {
            this.occurredAt = Objects.requireNonNull(instant, "instant");
            return this;
        }

        /** The id of the event that led to this one. */
        public Builder causedBy(String eventId) {
            this.causationId = Objects.requireNonNull(eventId, "eventId");
            return this;
        }

        /** The event that led to this one; this one joins its story unless another is named. */
        public Builder causedBy(RecordedEvent event) {
            this.causationId = event.id();
            if (correlationId == null) {
                this.correlationId = event.correlationId();
            }
            return this;
        }

        /** The story to which the event belongs. */
        public Builder correlationId(String id) {
            this.correlationId = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Stored also when the transaction in which it is published is rolled back; see {@link SurvivesRollback}. */
        public Builder survivesRollback() {
            this.survivesRollback = true;
            return this;
        }

        /** The event. */
        public Event build() {
            return new Event(this);
        }
    }
}
