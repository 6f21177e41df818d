package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.store.InMemoryEventStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EventPublisherTest {

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final EventPublisher publisher =
            EventPublisher.builder().store(store).build();

    record Customer(long id, String name) {}

    @Subject("order/{orderId}")
    @Subject("customer/{customer.id}")
    record OrderPlaced(long orderId, Customer customer, BigDecimal total, Instant at, LocalDate due, Duration grace) {}

    @EventType("PaymentSuccessful")
    record Paid(String reference) {}

    @Subject("order/{orderId")
    record Malformed(long orderId) {}

    @Subject("customer/{customerId}")
    @Subject("order/{orderId}")
    record Partial(@org.jspecify.annotations.Nullable String customerId, String orderId) {}

    static final class Elsewhere {
        @EventType("PaymentSuccessful")
        record Other(String reference) {}
    }

    private RecordedEvent published(Object event) {
        publisher.publish(event);
        List<RecordedEvent> events = store.events();
        return events.get(events.size() - 1);
    }

    @Test
    void a_record_becomes_type_subjects_and_data() {
        RecordedEvent event = published(new OrderPlaced(
                4822,
                new Customer(42, "Ada"),
                new BigDecimal("12.50"),
                Instant.parse("2026-01-02T03:04:05Z"),
                LocalDate.of(2026, 2, 3),
                Duration.ofMinutes(5)));

        assertThat(event.type()).isEqualTo("OrderPlaced");
        assertThat(event.subjects()).containsExactly("order/4822", "customer/42");
        assertThat(event.data().path("total").decimalValue()).isEqualTo(new BigDecimal("12.50"));
        assertThat(event.data().path("at").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(event.data().path("due").asString()).isEqualTo("2026-02-03");
        assertThat(event.data().path("grace").asString()).isEqualTo("PT5M");
    }

    @Test
    void the_annotation_names_the_type() {
        assertThat(published(new Paid("p-1")).type()).isEqualTo("PaymentSuccessful");
    }

    @Test
    void two_classes_with_one_type_are_refused() {
        published(new Paid("p-1"));
        published(new Paid("p-2"));

        assertThatThrownBy(() -> publisher.publish(new Elsewhere.Other("p-3")))
                .isInstanceOf(PublishException.class)
                .hasMessageContainingAll("PaymentSuccessful", Paid.class.getName(), "@EventType");
    }

    @Test
    void a_subject_without_a_value_is_left_out() {
        assertThat(published(new Partial(null, "7")).subjects()).containsExactly("order/7");
    }

    @Test
    void a_malformed_template_is_refused_each_time() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> publisher.publish(new Malformed(1)))
                    .isInstanceOf(PublishException.class)
                    .hasMessageContaining("order/{orderId");
        }
    }

    @Test
    void what_is_not_an_object_is_refused_with_advice() {
        assertThatThrownBy(() -> publisher.publish("text"))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("Event.of");
        assertThatThrownBy(() -> publisher.publish(List.of(1))).isInstanceOf(PublishException.class);
        assertThatThrownBy(() -> publisher.publish(new Thrower()))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("Thrower");
    }

    public static final class Thrower {
        public String getName() {
            return java.util.Objects.requireNonNull(System.getProperty("backstory-test-no-such-property"));
        }
    }

    @Test
    void what_the_application_says_wins() {
        Step step = Step.of(Step.JOB, "Charge").from(CausalContext.NONE).start();
        String id = UuidV7.nextText();
        Instant then = Instant.parse("2020-01-01T00:00:00Z");
        RecordedEvent event;
        try (Scope scope =
                step.context().with("tenant", "a").with("region", "eu").activate()) {
            event = published(Event.of("Charged")
                    .id(id)
                    .subject("order/1")
                    .data(Map.of("amount", 5))
                    .metadata("tenant", "b")
                    .occurredAt(then)
                    .causedBy("cause-1")
                    .correlationId("story-1"));
        }

        assertThat(event.id()).isEqualTo(id);
        assertThat(event.correlationId()).isEqualTo("story-1");
        assertThat(event.causationId()).isEqualTo("cause-1");
        assertThat(event.occurredAt()).isEqualTo(then);
        assertThat(event.metadata()).containsEntry("tenant", "b").containsEntry("region", "eu");
        assertThat(event.stepId()).isEqualTo(step.id());
        assertThat(event.subjects()).containsExactly("order/1");
    }

    @Test
    void a_story_that_no_address_could_carry_is_refused() {
        for (String id : List.of("", " ", "a b", "a\r\nX: y", "\"><script>", "a".repeat(129))) {
            assertThatThrownBy(() -> publisher.publish(Event.of("A").correlationId(id)))
                    .as(id)
                    .isInstanceOf(PublishException.class);
        }
    }

    @Test
    void an_explicit_event_is_about_what_its_data_declares_unless_it_says_so() {
        Partial data = new Partial("42", "7");
        assertThat(published(Event.of("A").data(data)).subjects()).containsExactly("customer/42", "order/7");
        assertThat(published(Event.of("A").data(data).subject("x/1")).subjects())
                .containsExactly("x/1");
    }

    @Test
    void an_event_in_a_step_belongs_to_its_story_and_is_caused_by_it() {
        Step step = Step.of(Step.JOB, "Charge")
                .from(CausalContext.NONE)
                .traceId("t1")
                .start();
        RecordedEvent first;
        RecordedEvent second;
        RecordedEvent third;
        try (Scope scope = step.context().activate()) {
            first = published(Event.of("First"));
            second = published(Event.of("Second"));
            try (Scope handling = Events.handling(first)) {
                third = published(Event.of("Third"));
            }
        }
        step.end();

        assertThat(List.of(first, second, third))
                .allSatisfy(event -> assertThat(event.correlationId()).isEqualTo(step.correlationId()));
        assertThat(first.causationId()).isEqualTo(step.id());
        assertThat(second.causationId()).isEqualTo(step.id());
        assertThat(third.causationId()).isEqualTo(first.id());
        assertThat(first.traceId()).isEqualTo("t1");
        assertThat(publisher.reader().story(step.correlationId()).steps())
                .singleElement()
                .satisfies(recorded -> assertThat(recorded.duration()).isNotNull());
    }

    @Test
    void without_a_context_each_publish_is_a_story() {
        assertThat(published(Event.of("A")).correlationId())
                .isNotEqualTo(published(Event.of("A")).correlationId());
    }

    @Test
    void explicit_ids_must_be_recent_version_7() {
        Instant now = Instant.now();
        List<String> refused = List.of(
                "",
                "nonsense",
                "1-1-1-1-1",
                UUID.randomUUID().toString(),
                idAt(now.minus(Duration.ofDays(401))),
                idAt(now.plus(Duration.ofDays(2))));
        for (String id : refused) {
            assertThatThrownBy(() -> publisher.publish(Event.of("A").id(id)))
                    .as(id)
                    .isInstanceOf(PublishException.class);
        }
        assertThat(published(Event.of("A").id(idAt(now.minus(Duration.ofDays(399)))))
                        .type())
                .isEqualTo("A");
        assertThat(published(Event.of("A").id(UuidV7.nextText().toUpperCase(java.util.Locale.ROOT)))
                        .id())
                .isLowerCase();
    }

    private static String idAt(Instant instant) {
        return new UUID(instant.toEpochMilli() << 16 | 0x7000L, 0x8000000000000001L).toString();
    }

    @Test
    void the_same_event_twice_is_stored_once_and_another_under_its_id_is_refused() {
        String id = UuidV7.nextText();
        Receipt first = publisher.publish(Event.of("A").id(id).data(Map.of("n", 1)));
        Receipt again = publisher.publish(Event.of("A").id(id).data(Map.of("n", 1)));

        assertThat(again.position()).isEqualTo(first.position());
        assertThat(store.events()).hasSize(1);
        assertThatThrownBy(() -> publisher.publish(Event.of("A").id(id).data(Map.of("n", 2))))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining(id);
    }

    @Test
    void later_changes_to_the_data_do_not_reach_the_event() {
        var json = JsonMapper.shared().createObjectNode().put("n", 1);
        RecordedEvent event = published(Event.of("A").data(json));
        json.put("n", 2);

        assertThat(event.data().path("n").asInt()).isEqualTo(1);
    }

    @Test
    void an_invalid_event_fails_the_future() {
        assertThat(publisher.publishAsync("text")).isCompletedExceptionally();
    }

    @Test
    void a_console_session_says_who_and_why() {
        EventPublisher console = EventPublisher.builder()
                .store(store)
                .setting("backstory.issue", "SUP-1")
                .setting("backstory.reason", "refund")
                .setting("backstory.operator", "ada")
                .build();
        console.publish(Event.of("Refunded").metadata("reason", "goodwill"));

        assertThat(store.events().get(0).metadata())
                .containsExactlyInAnyOrderEntriesOf(Map.of("operator", "ada", "issue", "SUP-1", "reason", "goodwill"));
    }

    @Test
    void a_console_session_without_the_required_issue_cannot_publish() {
        EventPublisher console = EventPublisher.builder()
                .store(store)
                .setting("backstory.console", "true")
                .setting("backstory.console.require", "issue")
                .build();

        assertThatThrownBy(() -> console.publish(Event.of("Refunded")))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("BACKSTORY_ISSUE");
    }

    @Test
    void a_database_that_is_away_is_a_clear_exception_in_time() {
        try (EventPublisher away = EventPublisher.builder()
                .setting("backstory.url", "jdbc:postgresql://localhost:1/nothing")
                .setting("backstory.user", "shop")
                .setting("backstory.password", "hunter2")
                // The store answers 200 ms earlier, also on a machine where a thread waits as long for its turn.
                .setting("backstory.store.wait", "2s")
                .setting("backstory.shutdown.wait", "50ms")
                .build()) {
            assertThatThrownBy(() -> away.publish(Event.of("A")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("localhost:1")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void without_a_store_the_message_says_what_to_set() {
        assertThatThrownBy(() -> EventPublisher.builder().build().publish(Event.of("A")))
                .isInstanceOf(PublishException.class)
                .hasMessageContainingAll("backstory.url", "backstory.store=memory");
        assertThatThrownBy(() -> EventPublisher.builder()
                        .setting("backstory.store", "none")
                        .build()
                        .publish(Event.of("A")))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("backstory.store=none");
    }

    /** A thread that is started when all others have been told to end would keep its web application for ever. */
    @Test
    void a_closed_publisher_starts_no_follower() {
        Follower.Builder late = publisher.follower("late");
        publisher.close();
        assertThatThrownBy(() -> late.start(event -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("late is not started");
    }
}
