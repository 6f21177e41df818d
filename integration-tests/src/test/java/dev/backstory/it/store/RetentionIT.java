package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.Retention;
import dev.backstory.store.postgres.Summaries;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RetentionIT {

    private static final Duration KEEP = Duration.ofDays(100);

    @Test
    void months_that_are_older_are_dropped_with_their_summaries_and_the_rest_stays() {
        PostgresServer.Database database = PostgresServer.newDatabase("retention");
        EventPublisher publisher = publisher(database);
        Instant now = Instant.now();
        Instant old = now.minus(Duration.ofDays(200));
        publish(publisher, "old", old);
        publish(publisher, "long", old);
        publish(publisher, "long", now);
        publish(publisher, "new", now);
        publisher.publish(Event.of("Told").correlationId("told-later").occurredAt(old));
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (Follower follower = publisher.follower("slow").start(event -> {
            if (!seen.isEmpty()) {
                throw new IllegalStateException("not before it is dropped");
            }
            seen.add(event.correlationId());
        })) {
            Awaitility.await().until(() -> follower.status().failures() > 0);
        }
        publisher.close();
        new Summaries(database.dataSource()).catchUp(status -> {});

        Retention retention = new Retention(database.dataSource());
        YearMonth month = YearMonth.from(old.atOffset(ZoneOffset.UTC));
        assertThat(retention.due(KEEP)).containsExactly(month);
        assertThat(database.queryOne("SELECT count(*) FROM backstory.event")).isEqualTo("5");

        assertThat(retention.drop(KEEP)).containsExactly(month);
        assertThat(retention.due(KEEP)).isEmpty();
        assertThat(database.queryOne("SELECT count(*) FROM backstory.event")).isEqualTo("3");
        assertThat(database.queryOne(
                        "SELECT string_agg(correlation_id, ' ' ORDER BY correlation_id) FROM backstory.story"))
                .isEqualTo("long new told-later");
        assertThat(database.queryOne("SELECT count(*) FROM backstory.story_key WHERE correlation_id = 'old'"))
                .isEqualTo("0");

        EventPublisher again = publisher(database);
        assertThat(again.reader().story("old").isEmpty()).isTrue();
        assertThat(again.reader().stories(StoryQuery.newest(10).about("kept/1")).stories())
                .extracting(head -> head.correlationId())
                .isEqualTo(List.of("new", "long"));
        try (Follower follower = again.follower("slow").start(event -> seen.add(event.correlationId()))) {
            Awaitility.await().until(() -> follower.status().behindSince() == null);
            assertThat(follower.status().missed()).isEqualTo(1);
        }
        assertThat(seen).containsExactly("old", "long", "new", "told-later");
        publish(again, "new", now);
        assertThat(again.reader().story("new").events()).hasSize(2);
        again.close();
    }

    @Test
    void while_somebody_reads_retention_gives_up_and_no_publish_fails() throws Exception {
        PostgresServer.Database database = PostgresServer.newDatabase("retention_reader");
        try (EventPublisher publisher = publisher(database);
                Connection reading = database.connect();
                Statement statement = reading.createStatement()) {
            publish(publisher, "old", Instant.now().minus(Duration.ofDays(200)));
            reading.setAutoCommit(false);
            statement.executeQuery("SELECT event_id FROM backstory.event LIMIT 1");
            CompletableFuture<List<YearMonth>> dropped =
                    CompletableFuture.supplyAsync(() -> new Retention(database.dataSource()).drop(KEEP));
            while (!dropped.isDone()) {
                publish(publisher, "new", Instant.now());
            }
            assertThat(dropped).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("lock timeout");
            reading.commit();
            assertThat(new Retention(database.dataSource()).drop(KEEP)).hasSize(1);
        }
    }

    @Test
    void a_handler_that_reads_what_is_dropped_and_retention_do_not_wait_for_each_other_in_a_circle() throws Exception {
        PostgresServer.Database database = PostgresServer.newDatabase("retention_follower");
        CountDownLatch reads = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        try (EventPublisher publisher = publisher(database)) {
            publish(publisher, "old", Instant.now().minus(Duration.ofDays(200)));
            publish(publisher, "new", Instant.now());
            try (Follower reading = publisher.follower("reading").startInTransaction((event, connection) -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT count(*) FROM backstory.event");
                }
                reads.countDown();
                Awaitility.await()
                        .until(() -> !"0"
                                        .equals(database.queryOne("SELECT count(*) FROM pg_catalog.pg_locks WHERE"
                                                + " NOT granted AND relation = 'backstory.event'::regclass"))
                                || handled.get() > 0);
                handled.incrementAndGet();
            })) {
                reads.await();
                assertThat(new Retention(database.dataSource()).drop(KEEP)).hasSize(1);
                Awaitility.await().until(() -> reading.status().behindSince() == null);
                assertThat(handled).hasValue(2);
                assertThat(reading.status().failures()).isZero();
            }
        }
    }

    @Test
    void a_publishing_process_drops_what_is_older_only_when_it_is_told_to() {
        PostgresServer.Database database = PostgresServer.newDatabase("retention_library");
        Instant old = Instant.now().minus(Duration.ofDays(200));
        EventPublisher first = publisher(database);
        publish(first, "old", old);
        publish(first, "new", Instant.now());
        first.close();
        // Who looked, then and now.
        database.execute("INSERT INTO backstory.access_log (at, visitor, role, address, what, about, reason)"
                + " SELECT clock_timestamp() - days * interval '1 day', 'anna', 'support', '::1', 'story', 'old', ''"
                + " FROM generate_series(0, 200, 100) AS days");
        // Ids that tasks left which were cancelled.
        database.execute("INSERT INTO backstory.waiting_job (ticket, correlation_id, scheduled_at)"
                + " SELECT days, 'old', clock_timestamp() - days * interval '1 day'"
                + " FROM generate_series(0, 200, 200) AS days");

        try (EventPublisher telling = keeping(database, "false")) {
            publish(telling, "new", Instant.now());
        }
        assertThat(database.queryOne("SELECT count(*) FROM backstory.event")).isEqualTo("3");

        try (EventPublisher one = keeping(database, "true");
                EventPublisher other = keeping(database, "true")) {
            Awaitility.await().until(() -> "2".equals(database.queryOne("SELECT count(*) FROM backstory.access_log")));
            Awaitility.await()
                    .until(() -> "0".equals(database.queryOne("SELECT sum(ticket) FROM backstory.waiting_job")));
            assertThat(one.reader().story("old").isEmpty()).isTrue();
            assertThat(other.reader().story("new").events()).hasSize(2);
        }
        assertThat(database.queryOne(
                        "SELECT min(at) > clock_timestamp() - interval '101 days' FROM backstory.access_log"))
                .isEqualTo("t");
        assertThatThrownBy(() -> database.execute("DELETE FROM backstory.access_log"))
                .hasStackTraceContaining("is refused");
    }

    /** Summaries as a run leaves them that has dropped partitions and was ended then, beside those of stories that are there. */
    private static PostgresServer.Database left(String name) {
        PostgresServer.Database database = PostgresServer.newDatabase(name);
        database.execute(PostgresEventStore.schemaSql());
        database.execute(
                "INSERT INTO backstory.story (correlation_id, first_at, last_at, events, failed, types, subjects,"
                        + " services) SELECT kind || i, at + i * interval '1 second', at + i * interval '1 second', 1, false, '{}',"
                        + " '[]', '[]' FROM (VALUES ('gone-', 3500, now() - interval '200 days'), ('told-later-', 500, now() -"
                        + " interval '200 days'), ('new-', 5000, now() - interval '1 day')) AS kinds (kind, n, at),"
                        + " generate_series(1, n) AS i");
        database.execute(
                "INSERT INTO backstory.story_key (kind, value, first_at, correlation_id) SELECT 2, 'key=' || i,"
                        + " first_at, correlation_id FROM backstory.story, generate_series(1, 4) AS i");
        database.execute(
                "INSERT INTO backstory.event (event_id, type, subjects, data, metadata, correlation_id, thread,"
                        + " occurred_at, instance_id) SELECT overlay(gen_random_uuid()::text placing"
                        + " left(backstory.uuid_at(clock_timestamp())::text, 15) || '7' from 1)::uuid, 'Kept', '{}', '{}', '{}',"
                        + " correlation_id, 'main', first_at, gen_random_uuid() FROM backstory.story, generate_series(1, 2)"
                        + " WHERE correlation_id NOT LIKE 'gone%'");
        database.execute("INSERT INTO backstory.access_log (at, visitor, role, address, what, about, reason)"
                + " VALUES (now() - interval '200 days', 'anna', 'support', '::1', 'story', 'gone-1', '')");
        database.execute("INSERT INTO backstory.waiting_job (ticket, correlation_id, scheduled_at)"
                + " VALUES (1, 'gone-1', now() - interval '200 days')");
        database.execute("VACUUM ANALYZE");
        return database;
    }

    @Test
    void what_an_ended_run_left_is_forgotten_by_the_next_one_in_short_transactions_that_read_little() {
        PostgresServer.Database database = left("retention_ended");
        Deletions deletions = new Deletions(database, "story", "story_key");
        Plans plans = new Plans();

        assertThat(new Retention(plans.over(database.dataSource())).drop(KEEP)).isEmpty();

        assertThat(database.queryOne("SELECT string_agg(DISTINCT left(correlation_id, 4), ' ') FROM backstory.story"))
                .isEqualTo("new- told");
        assertThat(deletions.all("story")).isEqualTo(3_500);
        assertThat(deletions.all("story_key")).isEqualTo(14_000);
        assertThat(deletions.mostAtOnce("story")).isLessThanOrEqualTo(1_000);
        assertThat(deletions.mostAtOnce("story_key")).isLessThanOrEqualTo(4_000);
        assertThat(database.queryOne("SELECT (SELECT count(*) FROM backstory.access_log)"
                        + " + (SELECT count(*) FROM backstory.waiting_job)"))
                .isEqualTo("0");
        assertThat(plans.taken()).hasSizeGreaterThan(5).allSatisfy(plan -> {
            assertThat(plan.sequentialScans()).as(plan.sql()).isEmpty();
            assertThat(plan.rowsRead()).as(plan.sql()).isLessThan(5_000);
        });
    }

    @Test
    void a_publishing_process_forgets_what_an_ended_run_left() {
        PostgresServer.Database database = left("retention_left");
        try (EventPublisher publisher = keeping(database, "true")) {
            publisher.publish(Event.of("Kept"));
            String left = "SELECT count(*) FROM backstory.story_key WHERE correlation_id LIKE 'gone%'";
            Awaitility.await().until(() -> "0".equals(database.queryOne(left)));
            Awaitility.await().until(() -> "0".equals(database.queryOne("SELECT count(*) FROM backstory.waiting_job")));
        }
    }

    private static EventPublisher keeping(PostgresServer.Database database, String drop) {
        return EventPublisher.builder()
                .dataSource(database.dataSource())
                .service("shop")
                .setting("backstory.retention", "100d")
                .setting("backstory.retention.drop", drop)
                .build();
    }

    private static EventPublisher publisher(PostgresServer.Database database) {
        return Publishers.to(database.url(), database.user(), database.password(), "60s");
    }

    private static void publish(EventPublisher publisher, String story, Instant at) {
        UUID id = new UUID(at.toEpochMilli() << 16 | 0x7000L, 0x8000000000000000L | System.nanoTime());
        publisher.publish(Event.of("Kept")
                .id(id.toString())
                .subject("kept/1")
                .occurredAt(at)
                .correlationId(story)
                .build());
    }
}
