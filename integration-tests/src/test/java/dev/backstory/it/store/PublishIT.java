package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.it.CausesResolve;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryRecords;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishIT {

    private PostgresServer.Database database;
    private EventPublisher publisher;

    @BeforeAll
    void open() {
        database = PostgresServer.newDatabase("publish");
        publisher = EventPublisher.builder()
                .service("shop")
                .setting("backstory.url", database.url())
                .setting("backstory.user", database.user())
                .setting("backstory.password", database.password())
                .build();
    }

    @AfterAll
    void close() {
        publisher.close();
        CausesResolve.in(database);
        assertThat(database.queryOne("SELECT count(*) FROM backstory.instance WHERE stopped_at IS NULL"))
                .isEqualTo("0");
    }

    @Test
    void what_is_published_can_be_read_back() {
        Step step = Step.of(Step.REQUEST, "POST /orders").start();
        Receipt receipt = in(step, "OrderPlaced", "order/4822", "customer/42");
        assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.STORED);
        assertThat(receipt.recordedAt()).isNotNull();

        StoryRecords story = publisher.reader().story(step.correlationId());
        assertThat(story.events()).singleElement().satisfies(event -> {
            assertThat(event.position()).isEqualTo(receipt.position());
            assertThat(event.subjects()).containsExactly("order/4822", "customer/42");
            assertThat(event.causationId()).isEqualTo(step.id());
        });
        assertThat(story.steps()).singleElement().satisfies(stored -> {
            assertThat(stored.name()).isEqualTo("POST /orders");
            assertThat(stored.duration()).isNull();
        });
        assertThat(story.instances().values()).singleElement().satisfies(instance -> {
            assertThat(instance.service()).isEqualTo("shop");
            assertThat(instance.alive()).isTrue();
        });
    }

    @Test
    void the_end_of_a_step_is_recorded_only_when_it_led_to_something_or_failed() {
        Step led = Step.of(Step.JOB, "led to an event").start();
        in(led, "Something");
        led.rename("named later");
        led.end();
        Step failed = Step.of(Step.JOB, "failed")
                .application(getClass().getClassLoader())
                .start();
        failed.fail(new IllegalStateException("no"));
        failed.end();
        Step nothing = Step.of(Step.JOB, "led to nothing")
                .application(getClass().getClassLoader())
                .start();
        nothing.end();

        Awaitility.await().untilAsserted(() -> {
            assertThat(onlyStep(led)).satisfies(stored -> {
                assertThat(stored.duration()).isNotNull();
                assertThat(stored.name()).isEqualTo("named later");
            });
            assertThat(onlyStep(failed).error()).isEqualTo("java.lang.IllegalStateException");
        });
        assertThat(publisher.reader().story(nothing.correlationId()).isEmpty()).isTrue();
    }

    @Test
    void a_step_is_recorded_with_all_that_led_to_it() {
        Step first = Step.of(Step.REQUEST, "first").start();
        Step second = Step.of(Step.JOB, "second").from(first.context()).start();
        Step third = Step.of(Step.JOB, "third").from(second.context()).start();
        in(third, "Deep");
        assertThat(publisher.reader().story(first.correlationId()).steps())
                .extracting(RecordedStep::name)
                .containsExactly("first", "second", "third");
    }

    @Test
    void hostile_data_comes_back_as_it_was() {
        String hostile =
                "\"><script>alert(1)</script> \u202e RTL \\u0041 \\ \u0000 \ud800 \udc00 \ud83d\ude00 ' ; DROP";
        String big = "x".repeat(1_000_000);
        Receipt receipt = publisher.publish(Event.of("Hostile")
                .subject("order/" + hostile)
                .data(Map.of("text", hostile, hostile, big, "list", List.of(hostile, 1, true)))
                .metadata("note", hostile)
                .build());
        RecordedEvent stored = Objects.requireNonNull(publisher.reader().event(receipt.eventId()));
        assertThat(stored.subjects()).containsExactly("order/" + hostile);
        assertThat(stored.data().get("text").asString()).isEqualTo(hostile);
        assertThat(stored.data().get(hostile).asString()).isEqualTo(big);
        assertThat(stored.data().get("list").get(0).asString()).isEqualTo(hostile);
        assertThat(stored.metadata()).containsEntry("note", hostile);
        assertThat(publisher
                        .reader()
                        .stories(StoryQuery.newest(10).about("order/" + hostile))
                        .stories())
                .singleElement()
                .satisfies(head -> assertThat(head.subjects()).containsExactly("order/" + hostile));
    }

    @Test
    void the_same_event_twice_is_stored_once_and_another_with_its_id_is_refused() {
        String id = UuidV7.nextText();
        Receipt first =
                publisher.publish(Event.of("Once").id(id).data(Map.of("n", 1)).build());
        Receipt second =
                publisher.publish(Event.of("Once").id(id).data(Map.of("n", 1)).build());
        assertThat(second.position()).isEqualTo(first.position());
        assertThat(second.recordedAt()).isEqualTo(first.recordedAt());
        assertThatThrownBy(() -> publisher.publish(
                        Event.of("Once").id(id).data(Map.of("n", 2)).build()))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining(id);
    }

    @Test
    void a_story_is_found_by_any_id_and_by_what_it_is_about() {
        Step step = Step.of(Step.REQUEST, "GET /")
                .traceId("0af7651916cd43dd8448eb211c80319c")
                .start();
        Receipt receipt = in(step, "Found", "order/1", "customer/77");
        assertThat(List.of(step.correlationId(), step.id(), receipt.eventId(), " 0AF7651916CD43DD8448EB211C80319C "))
                .allSatisfy(id -> assertThat(publisher.reader().findStory(id)).isEqualTo(step.correlationId()));
        assertThat(publisher.reader().findStory("nobody'; --")).isNull();
        assertThat(publisher.reader().findStory("\u0000")).isNull();
        assertThat(publisher
                        .reader()
                        .stories(StoryQuery.newest(10).about("customer/77"))
                        .stories())
                .singleElement()
                .satisfies(head -> {
                    assertThat(head.correlationId()).isEqualTo(step.correlationId());
                    assertThat(head.types()).containsExactly(Map.entry("Found", 1L));
                    assertThat(head.services()).containsExactly("shop");
                    assertThat(head.origin()).isNotNull();
                });
    }

    @Test
    void lists_are_paged_without_gaps_or_repetitions() {
        for (int i = 0; i < 7; i++) {
            Step step = Step.of(Step.JOB, "page " + i).start();
            in(step, "Paged", "page/all");
            in(step, "Paged", "page/all");
        }
        StoryQuery query = StoryQuery.newest(3).about("page/all");
        var first = publisher.reader().stories(query);
        var second = publisher.reader().stories(query.after(first.next()));
        var third = publisher.reader().stories(query.after(second.next()));
        assertThat(List.of(first, second, third).stream()
                        .flatMap(page -> page.stories().stream())
                        .map(head -> Objects.requireNonNull(head.origin()).name()))
                .containsExactly("page 6", "page 5", "page 4", "page 3", "page 2", "page 1", "page 0");
    }

    private RecordedStep onlyStep(Step step) {
        List<RecordedStep> steps =
                publisher.reader().story(step.correlationId()).steps();
        assertThat(steps).hasSize(1);
        return steps.get(0);
    }

    private Receipt in(Step step, String type, String... subjects) {
        Scope scope = step.context().activate();
        try {
            Event.Builder event = Event.of(type);
            for (String each : subjects) {
                event.subject(each);
            }
            return publisher.publish(event.build());
        } finally {
            scope.close();
        }
    }
}
