package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.EventFilter;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.Summaries;
import dev.backstory.store.postgres.SummaryStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The follower behind lists and search; the test takes its turns, so that it decides what is summed up when. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SummariesIT {

    private PostgresServer.Database database;
    private EventPublisher publisher;
    private StoryReader reader;
    private Summaries summaries;

    @BeforeAll
    void open() {
        database = PostgresServer.newDatabase("summaries");
        publisher = EventPublisher.builder()
                .service("shop")
                .setting("backstory.url", database.url())
                .setting("backstory.user", database.user())
                .setting("backstory.password", database.password())
                .setting("backstory.summaries", "false")
                .build();
        publisher.publish(Event.of("Opened").build());
        reader = publisher.reader();
        summaries = new Summaries(database.dataSource());
    }

    @AfterAll
    void close() {
        publisher.close();
    }

    private void catchUp() {
        summaries.catchUp(status -> {});
    }

    private List<StoryHead> list(StoryQuery query) {
        return reader.stories(query).stories();
    }

    private String summed(String correlationId) {
        return String.valueOf(
                database.queryOne("SELECT events FROM backstory.story WHERE correlation_id = '" + correlationId + "'"));
    }

    @Test
    void an_event_that_commits_late_is_neither_skipped_nor_counted_twice() throws SQLException {
        try (Connection early = database.connect();
                Connection late = database.connect()) {
            early.setAutoCommit(false);
            late.setAutoCommit(false);
            // The late one draws its position and its transaction id first.
            publisher.publish(
                    Event.of("Late").subject("late/1").correlationId("late-1").build(), late);
            publisher.publish(
                    Event.of("Early").subject("late/1").correlationId("late-1").build(), early);
            early.commit();
            publisher.publish(
                    Event.of("After").subject("late/1").correlationId("late-1").build());

            catchUp();
            assertThat(summed("late-1")).isEqualTo("null");
            assertThat(list(StoryQuery.newest(5).about("late/1")))
                    .singleElement()
                    .satisfies(head -> assertThat(head.types()).containsOnlyKeys("Early", "After"));
            SummaryStatus status = summaries.status();
            assertThat(status.behindSince()).isNotNull();
            assertThat(status.stalledBy()).contains("process " + pid(late));

            late.commit();
        }
        catchUp();
        assertThat(summed("late-1")).isEqualTo("3");
        catchUp();
        assertThat(summed("late-1")).isEqualTo("3");
        assertThat(list(StoryQuery.newest(5).ofType("Late"))).hasSize(1);
    }

    private static String pid(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void a_list_says_the_same_before_during_and_after_the_summaries_and_made_anew() {
        Random random = new Random(4);
        Instant before = Instant.parse("2023-01-01T00:00:00Z");
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            steps.add(
                    i % 3 == 0 || steps.isEmpty()
                            ? Step.of(i % 2 == 0 ? Step.JOB : Step.REQUEST, "same " + i % 4)
                                    .from(CausalContext.NONE)
                                    .start()
                            : Step.of(Step.TASK, "below")
                                    .from(steps.get(random.nextInt(steps.size()))
                                            .context())
                                    .start());
        }
        List<StoryQuery> queries = List.of(
                StoryQuery.newest(100),
                StoryQuery.newest(100).about("same/1"),
                StoryQuery.newest(100).about("same/1").ofType("Same2"),
                StoryQuery.newest(100).begunBy(Step.JOB),
                StoryQuery.newest(100).through("same 2").ofTenant("t1"),
                StoryQuery.newest(100).ofTenant("t0").failed(true),
                StoryQuery.newest(100).failed(false),
                StoryQuery.newest(3).inService("shop"),
                StoryQuery.newest(100).begun(before, Instant.now()));
        for (int i = 0; i < 120; i++) {
            Step step = steps.get(random.nextInt(steps.size()));
            if (random.nextInt(10) == 0) {
                // The event that is published next is stored after it.
                Step failing = steps.get(random.nextInt(steps.size()));
                failing.fail("no");
                failing.end();
            }
            try (Scope scope = step.context().activate()) {
                publisher.publish(Event.of("Same" + random.nextInt(4))
                        .subject("same/" + random.nextInt(4))
                        .metadata("tenant", "t" + random.nextInt(3))
                        // Now and then a story turns out to have begun earlier than was known.
                        .occurredAt(before.plusSeconds(random.nextInt(100_000_000)))
                        .build());
            }
            if (random.nextInt(8) == 0) {
                List<StoryList> from = answers(queries);
                catchUp();
                assertThat(answers(queries)).isEqualTo(from);
            }
        }
        steps.forEach(Step::end);
        publisher.publish(Event.of("Written").build());
        List<StoryList> whole = answers(queries);
        assertThat(whole.get(5).stories()).isNotEmpty();
        catchUp();
        assertThat(answers(queries)).isEqualTo(whole);
        String keys = keys();
        summaries.rebuild(status -> {});
        assertThat(answers(queries)).isEqualTo(whole);
        assertThat(keys()).isEqualTo(keys);
    }

    private List<StoryList> answers(List<StoryQuery> queries) {
        return queries.stream().map(reader::stories).toList();
    }

    /** All rows of keys; there must be none of a story that moved or whose origin changed. */
    private String keys() {
        return String.valueOf(
                database.queryOne("SELECT string_agg(k::text, ',' ORDER BY k::text) FROM backstory.story_key k"));
    }

    @Test
    void several_processes_take_turns_and_count_each_event_once() {
        List<CompletableFuture<?>> both = new ArrayList<>();
        Event event = Event.of("Counted")
                .subject("counted/1")
                .correlationId("counted")
                .build();
        for (int i = 0; i < 300; i++) {
            both.add(publisher.publishAsync(event));
            if (i % 50 == 0) {
                both.add(CompletableFuture.runAsync(this::catchUp));
            }
        }
        both.forEach(CompletableFuture::join);
        catchUp();
        assertThat(summed("counted")).isEqualTo("300");
    }

    @Test
    void a_list_that_is_far_behind_says_since_when_and_lacks_nothing_once_it_is_not() {
        Instant before = Instant.now().minusSeconds(60);
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            receipts.add(
                    publisher.publishAsync(Event.of("Many").subject("many/1").build()));
        }
        receipts.forEach(CompletableFuture::join);
        StoryList behind = reader.stories(StoryQuery.newest(10).about("many/1"));
        assertThat(behind.behindSince()).isAfter(before);
        catchUp();
        StoryList complete = reader.stories(StoryQuery.newest(10).about("many/1"));
        assertThat(complete.behindSince()).isNull();
        assertThat(complete.stories()).hasSize(10);
    }

    @Test
    void they_are_made_anew_in_short_transactions_while_applications_publish_and_follow() throws Exception {
        PostgresServer.Database other = PostgresServer.newDatabase("summaries_rebuilt");
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger followed = new AtomicInteger();
        Semaphore unseen = new Semaphore(200);
        Summaries rebuilt = new Summaries(other.dataSource());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (EventPublisher running = Publishers.to(other);
                Follower follower = running.follower("during")
                        .only(EventFilter.types("Meanwhile"))
                        .start(event -> {
                            followed.incrementAndGet();
                            unseen.release();
                        })) {
            List<CompletableFuture<Receipt>> before = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                before.add(running.publishAsync(Event.of("Before").subject("before/" + i % 100)));
            }
            before.forEach(CompletableFuture::join);
            rebuilt.catchUp(status -> {});
            Deletions deletions = new Deletions(other, "story", "story_key");
            List<Future<?>> publishers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                publishers.add(threads.submit(() -> {
                    Event event = Event.of("Meanwhile").subject("meanwhile/1").build();
                    while (!over.get()) {
                        unseen.acquire();
                        running.publish(event);
                    }
                    return true;
                }));
            }
            Awaitility.await().until(() -> followed.get() > 0);
            int atStart = followed.get();
            rebuilt.rebuild(status -> {});
            assertThat(followed).hasValueGreaterThan(atStart);
            over.set(true);
            unseen.release(8);
            for (Future<?> each : publishers) {
                each.get();
            }
            assertThat(follower.status().failures()).isZero();
            assertThat(deletions.all("story")).isGreaterThanOrEqualTo(5_000);
            assertThat(deletions.mostAtOnce("story")).isLessThanOrEqualTo(2_000);
        } finally {
            threads.shutdown();
        }
        rebuilt.catchUp(status -> {});
        assertThat(other.queryOne("SELECT sum(events) FROM backstory.story"))
                .isEqualTo(other.queryOne("SELECT count(*) FROM backstory.event"));
        String made = rows(other);
        rebuilt.rebuild(status -> {});
        assertThat(rows(other)).isEqualTo(made);
    }

    private static String rows(PostgresServer.Database of) {
        return of.queryOne("SELECT string_agg(s::text, ',' ORDER BY s::text) FROM backstory.story AS s")
                + of.queryOne("SELECT string_agg(k::text, ',' ORDER BY k::text) FROM backstory.story_key AS k");
    }

    @Test
    void a_rebuild_that_was_ended_at_its_start_counts_nothing_twice_and_is_gone_on_with() {
        PostgresServer.Database other = PostgresServer.newDatabase("summaries_ended");
        try (EventPublisher alone = Publishers.to(other.url(), other, Map.of("backstory.summaries", "false"))) {
            alone.publish(Event.of("Once").subject("once/1").correlationId("once"));
            Summaries ended = new Summaries(other.dataSource());
            ended.catchUp(status -> {});
            other.execute("UPDATE backstory.summary_progress SET event_generation = 0, event_transaction = '0',"
                    + " event_position = 0, step_generation = 0, step_transaction = '0', step_position = 0");
            for (int i = 0; i < 2; i++) {
                assertThat(alone.reader()
                                .stories(StoryQuery.newest(10).about("once/1"))
                                .stories())
                        .singleElement()
                        .satisfies(each -> assertThat(each.events()).isEqualTo(1));
                ended.catchUp(status -> {});
            }
            assertThat(other.queryOne("SELECT sum(events) FROM backstory.story"))
                    .isEqualTo("1");
        }
    }

    @Test
    void a_turn_that_takes_longer_than_a_publisher_waits_is_waited_for() {
        PostgresServer.Database slow = PostgresServer.newDatabase("summaries_slow");
        slow.execute(PostgresEventStore.schemaSql());
        // As a disk does that has not been read for long.
        slow.execute("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM pg_sleep(2.5); RETURN NULL; END $$;"
                + " CREATE TRIGGER slow AFTER INSERT ON backstory.story FOR EACH STATEMENT EXECUTE FUNCTION slow()");
        try (EventPublisher impatient = Publishers.to(
                slow.url(), slow, Map.of("backstory.store.wait", "1s", "backstory.shutdown.wait", "20s"))) {
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> impatient.publish(Event.of("Slow").correlationId("slow")) != null);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            slow.queryOne("SELECT events FROM backstory.story WHERE correlation_id = 'slow'") != null);
        }
    }

    @Test
    void a_question_that_takes_longer_than_a_publisher_waits_is_answered() throws Exception {
        PostgresServer.Database slow = PostgresServer.newDatabase("reader_slow");
        try (EventPublisher impatient = Publishers.to(
                        slow.url(), slow, Map.of("backstory.store.wait", "1s", "backstory.summaries", "false"));
                Connection locking = slow.connect();
                Statement statement = locking.createStatement()) {
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> impatient.publish(Event.of("Slow").correlationId("slow")) != null);
            locking.setAutoCommit(false);
            statement.execute("LOCK TABLE backstory.event IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<List<RecordedEvent>> asked = CompletableFuture.supplyAsync(
                    () -> impatient.reader().story("slow").events());
            Awaitility.await().until(() -> !"0"
                    .equals(slow.queryOne("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND datname = current_database() AND xact_start < now() - interval '2 seconds'")));
            locking.rollback();
            assertThat(asked.get()).isNotEmpty();
        }
    }

    @Test
    void the_process_that_publishes_keeps_the_summaries_by_itself() {
        PostgresServer.Database other = PostgresServer.newDatabase("summaries_own");
        EventPublisher one = Publishers.to(other);
        EventPublisher two = Publishers.to(other);
        try {
            one.publish(Event.of("One").correlationId("own").build());
            two.publish(Event.of("Two").correlationId("own").build());
            Awaitility.await().untilAsserted(() -> assertThat(
                            other.queryOne("SELECT events FROM backstory.story WHERE correlation_id = 'own'"))
                    .isEqualTo("2"));
        } finally {
            one.close();
            two.publish(Event.of("Last").correlationId("own").build());
            two.close();
        }
        assertThat(other.queryOne("SELECT leader IS NOT NULL FROM backstory.summary_progress"))
                .isEqualTo("t");
        assertThat(new Summaries(other.dataSource()).status().stalledBy()).isNull();
    }
}
