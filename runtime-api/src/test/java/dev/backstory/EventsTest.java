package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.store.InMemoryEventStore;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsTest {

    private final InMemoryEventStore store = new InMemoryEventStore();

    @BeforeEach
    void publish_into_memory() {
        Events.use(EventPublisher.builder().store(store).build());
    }

    private RecordedEvent published(String type) {
        Receipt receipt = Events.publish(Event.of(type));
        return java.util.Objects.requireNonNull(store.reader().event(receipt.eventId()));
    }

    @Test
    void the_receipt_says_where_to_find_it() {
        Receipt receipt = Events.publishAsync(Event.of("A")).join();

        assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.STORED);
        assertThat(receipt.position()).isEqualTo(1);
        assertThat(Events.publisher().reader().findStory(receipt.eventId())).isEqualTo(receipt.correlationId());
    }

    @Test
    void with_and_handling_apply_to_what_is_below_them() {
        RecordedEvent first = published("First");
        RecordedEvent second;
        try (Scope with = Events.with("tenant", "acme");
                Scope handling = Events.handling(first)) {
            second = published("Second");
        }

        assertThat(second.metadata()).containsEntry("tenant", "acme");
        assertThat(second.causationId()).isEqualTo(first.id());
        assertThat(second.correlationId()).isEqualTo(first.correlationId());
        assertThat(published("Third").metadata()).isEmpty();
        assertThat(CausalContext.current().isNone()).isTrue();
    }

    @Test
    void the_current_span_is_stored_with_the_event() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String span = "b7ad6b7169203331";
        Span current = Span.wrap(SpanContext.create(trace, span, TraceFlags.getSampled(), TraceState.getDefault()));
        try (var scope = current.makeCurrent()) {
            assertThat(scope).isNotNull();
            RecordedEvent event = published("Traced");
            assertThat(event.traceId()).isEqualTo(trace);
            assertThat(event.spanId()).isEqualTo(span);
        }
        assertThat(published("Untraced").traceId()).isNull();
    }

    @Test
    void the_publisher_in_use_stays_until_another_is_named() {
        assertThat(Events.publisher()).isSameAs(Events.publisher());
    }

    @Test
    void another_publisher_takes_over() {
        InMemoryEventStore other = new InMemoryEventStore();
        Events.use(EventPublisher.builder().store(other).build());
        Events.publish(Event.of("A"));

        assertThat(store.events()).isEmpty();
        assertThat(other.events()).hasSize(1);
    }
}
