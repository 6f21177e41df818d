package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.RecordedEvent;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.store.EventList;
import dev.backstory.store.EventQuery;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryPart;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every store's reader does, with the same answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReadingContract {

    private static final String HOSTILE = "\"><script>\u202E\u0000\ud800=\\u0000 %_";

    private EventPublisher publisher;
    private StoryReader reader;

    /** A publisher of the service {@code shop} into the store, which is empty at first; each is another process of it. */
    abstract EventPublisher open(Map<String, String> settings);

    @BeforeAll
    void start() {
        publisher = open(Map.of());
        reader = publisher.reader();
    }

    @AfterAll
    void close() {
        publisher.close();
    }

    private Step step(String kind, String name) {
        return Step.of(kind, name).from(CausalContext.NONE).start();
    }

    private String story(String kind, String name, Event.Builder... events) {
        Step step = step(kind, name);
        publish(step, events);
        return step.correlationId();
    }

    private void publish(Step step, Event.Builder... events) {
        try (Scope scope = step.context().activate()) {
            for (Event.Builder each : events) {
                publisher.publish(each.build());
            }
        }
    }

    private List<String> list(StoryQuery query) {
        return reader.stories(query).stories().stream()
                .map(StoryHead::correlationId)
                .toList();
    }

    @Test
    void a_story_is_listed_by_each_of_its_keys_and_by_all_of_them_together() {
        String trace = UUID.randomUUID().toString().replace("-", "");
        Step step = Step.of(Step.REQUEST, "POST /keys")
                .from(CausalContext.NONE)
                .traceId(trace)
                .start();
        String event = UuidV7.nextText();
        publish(
                step,
                Event.of("KeysPlaced").id(event).subject("keys/1").metadata("tenant", "acme-keys"),
                Event.of("KeysPaid").subject("keys/2").metadata("actor", "jane-keys"));
        String id = step.correlationId();
        String other = story(Step.JOB, "OtherKeys", Event.of("KeysPlaced").subject("keys/1"));

        StoryQuery newest = StoryQuery.newest(10);
        List<StoryQuery> each = List.of(
                newest.withCorrelation(id),
                newest.withEvent(event),
                newest.withTrace(trace),
                newest.about("keys/2"),
                newest.ofType("KeysPaid"),
                newest.withMetadata("tenant", "acme-keys"),
                newest.ofTenant("acme-keys"),
                newest.by("jane-keys"),
                newest.through("POST /keys"),
                newest.about("keys/1").begunBy(Step.REQUEST),
                newest.about("keys/1").ofType("KeysPaid"),
                newest.about("keys/1").about("keys/2").inService("shop"));
        assertThat(each).allSatisfy(query -> assertThat(list(query)).containsExactly(id));
        StoryQuery all = newest.withCorrelation(id)
                .withEvent(event)
                .withTrace(trace)
                .about("keys/1")
                .about("keys/2")
                .ofType("KeysPaid")
                .ofTenant("acme-keys")
                .by("jane-keys")
                .through("POST /keys")
                .begunBy(Step.REQUEST)
                .inService("shop")
                .failed(false);
        assertThat(list(all)).containsExactly(id);
        assertThat(list(newest.about("keys/1"))).containsExactly(other, id);
        List<StoryQuery> none = List.of(
                newest.withCorrelation("nobody"),
                newest.withEvent("nothing"),
                newest.withEvent(UuidV7.nextText()),
                newest.withTrace(trace.substring(1)),
                newest.about("keys/"),
                newest.about("keys/%"),
                newest.ofTenant("jane-keys"),
                newest.about("keys/1").inService("another"),
                newest.about("keys/2").begunBy(Step.JOB),
                newest.about("keys/2").failed(true));
        assertThat(none).allSatisfy(query -> assertThat(list(query)).isEmpty());
    }

    @Test
    void a_list_says_what_each_story_is() {
        Step step = step(Step.REQUEST, "POST /heads");
        publish(
                step,
                Event.of("HeadPlaced").subject("head/1").subject("customer/1"),
                Event.of("HeadPlaced").subject("head/2").subject("customer/1"),
                Event.of("HeadShipped").subject("head/1"));
        StoryHead head =
                reader.stories(StoryQuery.newest(1).about("head/2")).stories().get(0);
        assertThat(head.events()).isEqualTo(3);
        assertThat(head.types().entrySet())
                .extracting(Object::toString)
                .containsExactly("HeadPlaced=2", "HeadShipped=1");
        assertThat(head.subjects()).containsExactly("head/1", "customer/1", "head/2");
        assertThat(head.services()).containsExactly("shop");
        assertThat(head.failed()).isFalse();
        RecordedStep origin = Objects.requireNonNull(head.origin());
        assertThat(origin.name()).isEqualTo("POST /heads");
        assertThat(head.firstAt()).isEqualTo(origin.startedAt());
        assertThat(head.lastAt()).isAfterOrEqualTo(head.firstAt());
    }

    @Test
    void stories_are_listed_page_by_page_by_when_they_began() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(0, story(Step.JOB, "page", Event.of("Paged").subject("page/all")));
        }
        // The oldest goes on, and stays where it is.
        publisher.publish(
                Event.of("Paged").subject("page/all").correlationId(ids.get(6)).build());
        List<String> seen = new ArrayList<>();
        StoryQuery query = StoryQuery.newest(3).about("page/all");
        StoryList page = reader.stories(query);
        for (int pages = 1; ; pages++) {
            page.stories().forEach(each -> seen.add(each.correlationId()));
            if (page.next() == null) {
                assertThat(pages).isEqualTo(3);
                break;
            }
            page = reader.stories(query.after(page.next()));
        }
        assertThat(seen).isEqualTo(ids);
    }

    @Test
    void stories_are_listed_by_when_they_began() {
        Instant day = Instant.parse("2024-05-06T00:00:00Z");
        List<String> ids = new ArrayList<>();
        for (int hour = 0; hour < 4; hour++) {
            ids.add(publisher
                    .publish(Event.of("Timed")
                            .subject("timed/1")
                            .occurredAt(day.plus(Duration.ofHours(hour)))
                            .correlationId("timed-" + hour)
                            .build())
                    .correlationId());
        }
        StoryQuery query = StoryQuery.newest(10).about("timed/1");
        assertThat(list(query.begun(day.plus(Duration.ofHours(1)), day.plus(Duration.ofHours(3)))))
                .containsExactly(ids.get(2), ids.get(1));
        assertThat(list(query.begun(day.plus(Duration.ofHours(3)), null))).containsExactly(ids.get(3));
        assertThat(list(query.begun(null, day.plusMillis(1)))).containsExactly(ids.get(0));
        assertThat(list(StoryQuery.newest(10).begun(day, day.plus(Duration.ofDays(1)))))
                .containsExactly(ids.get(3), ids.get(2), ids.get(1), ids.get(0));
    }

    @Test
    void a_story_names_the_batches_that_took_its_work_together_with_that_of_others() {
        String one = story(Step.REQUEST, "POST /one", Event.of("Ordered"));
        String other = story(Step.REQUEST, "POST /other", Event.of("Ordered"));
        String none = story(Step.REQUEST, "POST /none", Event.of("Ordered"));
        List<String> batches = new ArrayList<>();
        for (String joined : List.of(one + " " + other, one)) {
            Step batch = Step.of(Step.MESSAGE, "orders")
                    .from(CausalContext.NONE)
                    .attribute(RecordedStep.JOINS, joined)
                    .start();
            publish(batch, Event.of("Billed"), Event.of("Billed"));
            batches.add(0, batch.correlationId());
        }
        assertThat(list(StoryQuery.newest(10).joining(one))).isEqualTo(batches);
        assertThat(list(StoryQuery.newest(10).joining(one).ofType("Billed"))).isEqualTo(batches);
        assertThat(list(StoryQuery.newest(10).joining(other))).containsExactly(batches.get(1));
        assertThat(list(StoryQuery.newest(10).joining(none))).isEmpty();
        await().untilAsserted(() -> assertThat(reader.story(one).batches())
                .extracting(StoryHead::correlationId)
                .isEqualTo(batches));
        assertThat(reader.story(other).batches()).singleElement().satisfies(batch -> {
            assertThat(batch.correlationId()).isEqualTo(batches.get(1));
            assertThat(batch.types()).containsExactly(Map.entry("Billed", 2L));
            assertThat(batch.origin()).isNotNull();
        });
        assertThat(reader.part(one, StoryPart.Place.START, 100).records().batches())
                .hasSize(2);
        assertThat(reader.part(one, new StoryPart.Place(Long.MAX_VALUE, null), 100)
                        .records()
                        .batches())
                .isEmpty();
        assertThat(reader.story(none).batches()).isEmpty();
        assertThat(reader.story(batches.get(0)).batches()).isEmpty();
    }

    @Test
    void a_story_that_failed_is_listed_though_it_has_no_event() {
        String worked = story(Step.JOB, "outcome", Event.of("Tried").subject("outcome/1"));
        Step failed = Step.of(Step.JOB, "outcome")
                .from(CausalContext.NONE)
                .application(getClass().getClassLoader())
                .start();
        failed.fail(new IllegalStateException("no"));
        failed.end();
        StoryQuery query = StoryQuery.newest(10).through("outcome");
        Awaitility.await().untilAsserted(() -> assertThat(list(query)).containsExactly(failed.correlationId(), worked));
        assertThat(list(query.failed(true))).containsExactly(failed.correlationId());
        assertThat(list(query.failed(false))).containsExactly(worked);
    }

    @Test
    void odd_and_long_texts_are_found_exactly() {
        String big = "x".repeat(200_000);
        String id = story(
                Step.JOB,
                HOSTILE,
                Event.of(HOSTILE)
                        .subject("odd/" + HOSTILE)
                        .subject("big/" + big)
                        .metadata("odd", HOSTILE),
                Event.of("Odd").subject("odd/plain").metadata("big", big).metadata(HOSTILE, "1"));
        StoryQuery newest = StoryQuery.newest(10);
        List<StoryQuery> found = List.of(
                newest.ofType(HOSTILE),
                newest.about("odd/" + HOSTILE),
                newest.about("big/" + big),
                newest.withMetadata("odd", HOSTILE),
                newest.withMetadata("big", big),
                newest.through(HOSTILE));
        assertThat(found).allSatisfy(query -> assertThat(list(query)).containsExactly(id));
        assertThat(list(newest.about("big/" + big + "x"))).isEmpty();
        assertThat(list(newest.withCorrelation("\u0000"))).isEmpty();
        EventQuery events = EventQuery.newest(10);
        assertThat(reader.events(events.about("odd/" + HOSTILE)).events()).hasSize(1);
        assertThat(reader.events(events.withMetadata("odd", HOSTILE)).events()).hasSize(1);
        assertThat(reader.events(events.ofTypes(Set.of(HOSTILE))).events()).hasSize(1);
        assertThat(reader.events(events.about("big/" + big)).events()).hasSize(1);
    }

    @Test
    void events_are_listed_across_stories_the_newest_first() {
        List<String> ids = new ArrayList<>();
        Instant from = Instant.now();
        for (int i = 0; i < 6; i++) {
            String id = UuidV7.nextText();
            ids.add(0, id);
            story(
                    Step.CONSOLE,
                    "fix",
                    Event.of(i % 2 == 0 ? "Fixed" : "Looked")
                            .id(id)
                            .subject("fix/" + i)
                            .metadata("operator", "ada-fix"));
        }
        EventQuery operator = EventQuery.newest(4).withMetadata("operator", "ada-fix");
        EventList first = reader.events(operator);
        assertThat(first.events()).extracting(RecordedEvent::id).isEqualTo(ids.subList(0, 4));
        EventList second = reader.events(operator.after(first.next()));
        assertThat(second.events()).extracting(RecordedEvent::id).isEqualTo(ids.subList(4, 6));
        assertThat(second.next()).isNull();
        assertThat(reader.events(operator.ofTypes(Set.of("Fixed"))).events())
                .extracting(RecordedEvent::type)
                .containsExactly("Fixed", "Fixed", "Fixed");
        assertThat(reader.events(operator.about("fix/3")).events()).hasSize(1);
        assertThat(reader.events(operator.published(from.minusSeconds(60), from.plusSeconds(60)))
                        .events())
                .hasSize(4);
        assertThat(reader.events(operator.published(null, from.minusSeconds(60)))
                        .events())
                .isEmpty();
        assertThat(reader.events(operator.published(from.plusSeconds(60), null)).events())
                .isEmpty();
    }

    @Test
    void a_story_is_read_in_parts_with_all_that_the_whole_has() {
        Step request = step(Step.REQUEST, "POST /parts");
        for (int i = 0; i < 25; i++) {
            Step job = Step.of(Step.JOB, "part " + i).from(request.context()).start();
            publish(job, Event.of("Parted").subject("part/" + i));
        }
        StoryRecords whole = reader.story(request.correlationId());
        assertThat(whole.events()).hasSize(25);
        assertThat(whole.steps()).hasSize(26);

        List<RecordedEvent> events = new ArrayList<>();
        Set<RecordedStep> steps = new LinkedHashSet<>();
        StoryPart.@Nullable Place next = StoryPart.Place.START;
        while (next != null) {
            StoryPart part = reader.part(
                    request.correlationId(), Objects.requireNonNull(StoryPart.Place.parse(next.toString())), 7);
            assertThat(part.records().events()).hasSizeLessThanOrEqualTo(7);
            assertThat(part.records().steps()).hasSizeLessThanOrEqualTo(8);
            Set<String> present = new LinkedHashSet<>();
            part.records().steps().forEach(each -> present.add(each.id()));
            assertThat(part.records().events())
                    .allSatisfy(each -> assertThat(present).contains(each.stepId(), request.id()));
            events.addAll(part.records().events());
            steps.addAll(part.records().steps());
            next = part.next();
        }
        assertThat(events).isEqualTo(whole.events());
        assertThat(steps).containsExactlyInAnyOrderElementsOf(whole.steps());
        assertThat(reader.part(request.correlationId(), StoryPart.Place.START, 26))
                .isEqualTo(new StoryPart(whole, null));
    }

    @Test
    void nothing_is_a_story_too() {
        assertThat(reader.story("never").isEmpty()).isTrue();
        StoryPart part = reader.part("never", StoryPart.Place.START, 10);
        assertThat(part.records().isEmpty()).isTrue();
        assertThat(part.next()).isNull();
        assertThat(reader.event(UuidV7.nextText())).isNull();
    }
}
