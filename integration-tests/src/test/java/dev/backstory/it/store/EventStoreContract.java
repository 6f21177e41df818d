package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.store.EventQuery;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryRecords;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every store does: append, exactly once, order, several processes, erasure, closing, and what {@link
 * ReadingContract} says of reading and {@link FollowingContract} of following. An implementation passes by a subclass that opens publishers to it. What stores in a
 * database do beyond it, callers' transactions and outages, is in {@link DatabaseStoreContract}.
 */
@Timeout(value = 60)
abstract class EventStoreContract extends FollowingContract {

    private static final int THREADS = 8;
    private static final int EACH = 40;

    private EventPublisher publisher;
    private EventPublisher otherProcess;

    @BeforeAll
    void startTwo() {
        publisher = open(Map.of("backstory.master-key", KEY));
        otherProcess = open(Map.of("backstory.master-key", KEY));
    }

    @AfterAll
    void closeBoth() {
        publisher.close();
        otherProcess.close();
    }

    private RecordedEvent stored(Receipt receipt) {
        return Objects.requireNonNull(publisher.reader().event(receipt.eventId()));
    }

    private static List<String> ids(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::id).toList();
    }

    @Test
    void an_event_is_stored_as_it_was_said() {
        List<String> subjects = List.of("a/{b},\"c\"", "back\\slash", "NULL", "", " ", "order/1", "\u202E\u0000\ud800");
        Event.Builder event = Event.of("Said")
                .data(Map.of("n", 1, "text", "'; --\u0000", "list", List.of(1.5, true)))
                .metadata("tenant", "acme\\\"")
                .correlationId("said-1");
        subjects.forEach(event::subject);
        RecordedEvent stored = stored(publisher.publish(event));
        assertThat(stored.type()).isEqualTo("Said");
        assertThat(stored.subjects()).isEqualTo(subjects);
        assertThat(stored.data().toString()).contains("\"n\":1").contains("1.5");
        assertThat(stored.data().path("text").asString()).isEqualTo("'; --\u0000");
        assertThat(stored.metadata()).isEqualTo(Map.of("tenant", "acme\\\""));
        assertThat(stored.correlationId()).isEqualTo("said-1");
        assertThat(stored.causationId()).isNull();
    }

    @Test
    void the_same_event_again_is_stored_once_and_answered_alike_by_each_process() {
        Event event = Event.of("Once")
                .id(UuidV7.nextText())
                .subject("once/1")
                .data(Map.of("n", 1))
                .correlationId("once")
                .build();
        Receipt first = publisher.publish(event);
        assertThat(publisher.publish(event)).isEqualTo(first);
        assertThat(otherProcess.publish(event)).isEqualTo(first);
        assertThat(publisher.publishAsync(event).join()).isEqualTo(first);
        assertThat(publisher.reader().story("once").events()).hasSize(1);
    }

    @Test
    void the_same_event_again_from_another_story_is_answered_with_the_one_that_it_is_in() {
        Event.Builder event = Event.of("Retried").id(UuidV7.nextText()).data(Map.of("n", 1));
        Receipt first = publisher.publish(event.correlationId("retried-1"));
        assertThat(publisher.publish(event.correlationId("retried-2"))).isEqualTo(first);
        assertThat(otherProcess.publishAsync(event.correlationId("retried-2")).join())
                .isEqualTo(first);
        assertThat(publisher.reader().story("retried-2").events()).isEmpty();
    }

    @Test
    void a_number_of_thousands_of_digits_is_read_as_it_was_said() {
        BigDecimal huge = new BigDecimal("1e4000").add(BigDecimal.ONE);
        publisher.publish(Event.of("Huge").data(Map.of("n", huge)).correlationId("huge"));
        assertThat(publisher.reader().story("huge").events()).singleElement().satisfies(each -> assertThat(
                        Objects.requireNonNull(each.data()).get("n").decimalValue())
                .isEqualByComparingTo(huge));
    }

    @Test
    void an_id_with_other_content_is_refused_alone_among_others() {
        String id = UuidV7.nextText();
        publisher.publish(Event.of("Taken").id(id).data(Map.of("n", 1)).correlationId("taken"));
        List<CompletableFuture<Receipt>> others = new ArrayList<>();
        List<CompletableFuture<Receipt>> refused = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(publisher.publishAsync(Event.of("Other").correlationId("taken")));
            if (i % 40 == 20) {
                refused.add(publisher.publishAsync(
                        Event.of("Taken").id(id).data(Map.of("n", i)).correlationId("taken")));
            }
        }
        assertThat(others).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(30)));
        assertThat(refused).allSatisfy(each -> assertThat(each)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(PublishException.class)
                .withMessageContainingAll(id, "other content"));
        assertThatThrownBy(() -> otherProcess.publish(Event.of("Another").id(id)))
                .isInstanceOf(PublishException.class);
        assertThat(publisher.reader().story("taken").events()).hasSize(101);
    }

    @Test
    void one_event_from_many_threads_at_once_is_stored_once() throws Exception {
        Event event = Event.of("Raced")
                .id(UuidV7.nextText())
                .data(Map.of("n", 1))
                .correlationId("raced")
                .build();
        List<List<Receipt>> receipts =
                together(thread -> List.of((thread % 2 == 0 ? publisher : otherProcess).publish(event)));
        assertThat(receipts.stream().flatMap(List::stream).distinct()).hasSize(1);
        assertThat(publisher.reader().story("raced").events()).hasSize(1);
    }

    @Test
    void the_order_of_each_thread_is_the_order_of_positions() throws Exception {
        List<List<Receipt>> receipts = together(thread -> {
            List<CompletableFuture<Receipt>> own = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                own.add(publisher.publishAsync(
                        Event.of("Ordered").correlationId("ordered-" + thread).data(Map.of("i", i))));
            }
            return own.stream().map(CompletableFuture::join).toList();
        });
        for (int thread = 0; thread < THREADS; thread++) {
            List<RecordedEvent> events =
                    otherProcess.reader().story("ordered-" + thread).events();
            List<Receipt> own = receipts.get(thread);
            assertThat(ids(events)).isEqualTo(own.stream().map(Receipt::eventId).toList());
            assertThat(events)
                    .extracting(RecordedEvent::position)
                    .isSorted()
                    .isEqualTo(own.stream().map(Receipt::position).toList());
        }
    }

    @Test
    void a_step_is_stored_with_its_parents_by_its_first_event_and_again_when_it_ends() {
        Step request =
                Step.of(Step.REQUEST, "POST /steps").from(CausalContext.NONE).start();
        Step job = Step.of(Step.JOB, "Charge").from(request.context()).start();
        try (Scope scope = job.context().activate()) {
            publisher.publish(Event.of("Charged"));
        }
        StoryRecords running = publisher.reader().story(request.correlationId());
        assertThat(running.steps()).extracting(RecordedStep::name).containsExactlyInAnyOrder("POST /steps", "Charge");
        assertThat(running.steps()).extracting(RecordedStep::duration).containsOnlyNulls();
        assertThat(running.events().get(0).causationId()).isEqualTo(job.id());
        job.attribute("attempt", "1");
        job.end();
        request.end();
        // One process's observations are stored in their order, so what it publishes next comes after them.
        publisher.publish(Event.of("Later").correlationId("after-steps"));
        assertThat(publisher.reader().story(request.correlationId()).steps())
                .allSatisfy(each -> assertThat(each.duration()).isNotNull())
                .anySatisfy(each -> assertThat(each.attributes()).containsEntry("attempt", "1"));
    }

    @Test
    void what_one_process_has_stored_another_reads_lists_and_finds_at_once() {
        for (int i = 0; i < 20; i++) {
            String subject = "seen/" + i;
            Receipt receipt = publisher.publish(Event.of("Seen").subject(subject));
            assertThat(otherProcess.reader().event(receipt.eventId())).isNotNull();
            assertThat(otherProcess.reader().findStory(receipt.eventId())).isEqualTo(receipt.correlationId());
            assertThat(otherProcess
                            .reader()
                            .stories(StoryQuery.newest(5).about(subject))
                            .stories())
                    .singleElement()
                    .satisfies(each -> assertThat(each.correlationId()).isEqualTo(receipt.correlationId()));
            assertThat(ids(otherProcess
                            .reader()
                            .events(EventQuery.newest(5).about(subject))
                            .events()))
                    .containsExactly(receipt.eventId());
        }
    }

    private static String email(EventPublisher process, Receipt receipt) {
        return Objects.requireNonNull(process.reader().event(receipt.eventId()))
                .data()
                .path("email")
                .asString();
    }

    @Test
    void an_erased_subject_is_unreadable_in_each_process_and_stays_so_and_another_is_not() {
        Receipt before = publisher.publish(new Registered(1, "one@example.com"));
        Receipt other = otherProcess.publish(new Registered(2, "two@example.com"));
        assertThat(email(otherProcess, before)).isEqualTo("one@example.com");

        otherProcess.erase("customer/1", "asked by letter");
        Receipt after = publisher.publish(new Registered(1, "again@example.com"));
        EventPublisher started = open(Map.of("backstory.master-key", KEY));
        for (EventPublisher each : List.of(publisher, otherProcess, started)) {
            assertThat(email(each, before)).startsWith("erased on request, ");
            assertThat(email(each, after)).startsWith("erased on request, ");
            assertThat(email(each, other)).isEqualTo("two@example.com");
        }
        started.close();
    }

    @Test
    void a_process_that_lacks_the_oldest_master_key_makes_nobody_a_second_key_and_erases_nobody_by_half() {
        String newer = KEY.replace("AAEC", "BBEC");
        EventPublisher rotated = open(Map.of("backstory.master-key", newer + "," + KEY));
        EventPublisher incomplete = open(Map.of("backstory.master-key", newer));
        Receipt receipt = rotated.publish(new Registered(93, "three@example.com"));

        assertThatThrownBy(() -> incomplete.publish(new Registered(93, "three@example.com")))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("all the older keys below the newest");
        assertThatThrownBy(() -> incomplete.erase("customer/93", "asked"))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("all the older keys below the newest");
        assertThat(email(rotated, receipt)).isEqualTo("three@example.com");
        assertThat(incomplete.publish(Event.of("Impersonal")).position()).isPositive();
        assertThat(email(incomplete, receipt)).isEqualTo("three@example.com");

        publisher.erase("customer/93", "asked");
        assertThat(email(rotated, receipt)).startsWith("erased on request, ");
        assertThatThrownBy(() -> incomplete.publish(new Registered(93, "again@example.com")))
                .isInstanceOf(PublishException.class);
        rotated.close();
        incomplete.close();
    }

    @Test
    void attributes_of_steps_have_no_secrets_and_are_unreadable_once_their_person_is_erased() {
        EventPublisher process =
                open(Map.of("backstory.master-key", KEY, "backstory.personal", "step.address: user/{user}"));
        Step step = Step.of(Step.REQUEST, "POST /attributes")
                .from(CausalContext.NONE)
                .attribute("user", "1")
                .attribute("address", "203.0.113.1")
                .attribute("token", "s3cret")
                .start();
        try (Scope scope = step.context().activate()) {
            process.publish(Event.of("Attributed"));
        }
        assertThat(attributes(process, step))
                .containsEntry("address", "203.0.113.1")
                .containsEntry("token", "***");
        process.erase("user/1", "asked");
        for (EventPublisher each : List.of(process, otherProcess)) {
            assertThat(attributes(each, step).get("address")).startsWith("erased on request, ");
        }
        process.close();
    }

    private static Map<String, String> attributes(EventPublisher process, Step step) {
        return process.reader().story(step.correlationId()).steps().get(0).attributes();
    }

    @Test
    void with_another_key_personal_data_is_unreadable() {
        Receipt receipt = publisher.publish(new Registered(3, "three@example.com"));
        EventPublisher stranger = open(Map.of("backstory.master-key", KEY.replace("AAEC", "BBEC")));
        assertThat(email(stranger, receipt)).isEqualTo("encrypted");
        stranger.close();
    }

    @Test
    void closing_stores_what_was_handed_over() {
        EventPublisher closing = open(Map.of());
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            receipts.add(closing.publishAsync(Event.of("Last").correlationId("closing")));
        }
        closing.close();
        assertThat(receipts).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ZERO));
        assertThat(publisher.reader().story("closing").events()).hasSize(500);
    }

    interface Work {
        List<Receipt> of(int thread) throws Exception;
    }

    static List<List<Receipt>> together(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<Receipt>>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                running.add(threads.submit(() -> work.of(thread)));
            }
            List<List<Receipt>> receipts = new ArrayList<>();
            for (Future<List<Receipt>> each : running) {
                receipts.add(each.get(30, TimeUnit.SECONDS));
            }
            return receipts;
        } finally {
            threads.shutdownNow();
        }
    }
}
