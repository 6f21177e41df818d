package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.PostgresStoryReader;
import dev.backstory.store.postgres.Summaries;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What a dump holds, restored into another cluster, in which transaction ids begin anew. */
class RestoreIT {

    private static final List<String> TABLES = List.of(
            "schema_version",
            "cluster",
            "instance",
            "event",
            "step_observation",
            "story",
            "story_key",
            "summary_progress",
            "follower");

    @Test
    void followers_go_on_after_a_restore_into_another_cluster() throws Exception {
        PostgresServer.Database source = PostgresServer.newDatabase("restore");
        // The source has used more transaction ids than the new cluster will have.
        source.execute("DO $$ BEGIN FOR i IN 1..3000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$");
        EventPublisher before = publisher(source);
        publish(before, "Before");
        new Summaries(source.dataSource()).catchUp(status -> {});
        assertThat(followed(before, 1)).containsExactly("Before");
        // Dumped before a follower saw it.
        publish(before, "Unseen");

        try (EmbeddedPostgres cluster = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start()) {
            PostgresServer.Database target =
                    new PostgresServer.Database(cluster.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
            restore(source, target);
            before.close();
            EventPublisher after = publisher(target);
            publish(after, "After");

            assertThat(target.queryOne(
                            "SELECT string_agg(generation || type, ' ' ORDER BY position) FROM backstory.event"))
                    .isEqualTo("1Before 1Unseen 2After");
            assertThat(target.queryOne("SELECT (SELECT transaction_id FROM backstory.event WHERE type = 'After')"
                            + " < (SELECT transaction_id FROM backstory.event WHERE type = 'Before')"))
                    .isEqualTo("t");
            Summaries summaries = new Summaries(target.dataSource());
            summaries.catchUp(status -> {});
            assertThat(target.queryOne("SELECT events FROM backstory.story")).isEqualTo("3");
            assertThat(summaries.status().behindSince()).isNull();
            assertThat(new PostgresStoryReader(target.dataSource())
                            .stories(StoryQuery.newest(10).about("restored/1").ofType("After"))
                            .stories())
                    .singleElement()
                    .satisfies(head -> assertThat(head.types()).containsOnlyKeys("Before", "Unseen", "After"));
            assertThat(followed(after, 2)).containsExactly("Unseen", "After");
            after.close();
        }
    }

    @Test
    void a_process_that_was_connected_before_the_restore_notices_it() throws Exception {
        PostgresServer.Database source = PostgresServer.newDatabase("restore_behind");
        source.execute("DO $$ BEGIN FOR i IN 1..3000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$");
        try (EventPublisher before = publisher(source)) {
            publish(before, "Before");
            assertThat(followed(before, 1)).containsExactly("Before");
        }
        try (EmbeddedPostgres cluster = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start()) {
            PostgresServer.Database target =
                    new PostgresServer.Database(cluster.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
            try (EventPublisher connected = publisher(target)) {
                publish(connected, "Early");
                restore(source, target);
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> "2"
                        .equals(target.queryOne("SELECT max(generation) FROM backstory.cluster")));
                publish(connected, "After");
                assertThat(target.queryOne(
                                "SELECT string_agg(generation || type, ' ' ORDER BY position) FROM backstory.event"))
                        .isEqualTo("1Before 2After");
                assertThat(followed(connected, 1)).containsExactly("After");
            }
        }
    }

    /** What one of that name sees that has not been seen; waits for so many. */
    private static List<String> followed(EventPublisher publisher, int many) {
        List<String> types = new CopyOnWriteArrayList<>();
        try (Follower follower = publisher.follower("restored").start(event -> types.add(event.type()))) {
            Awaitility.await()
                    .until(() -> types.size() >= many && follower.status().behindSince() == null);
        }
        return types;
    }

    private static EventPublisher publisher(PostgresServer.Database database) {
        return EventPublisher.builder()
                .service("shop")
                .setting("backstory.url", database.url())
                .setting("backstory.user", database.user())
                .setting("backstory.password", database.password())
                .setting("backstory.summaries", "false")
                .build();
    }

    private static void publish(EventPublisher publisher, String type) {
        publisher.publish(
                Event.of(type).subject("restored/1").correlationId("restored").build());
    }

    private static void restore(PostgresServer.Database source, PostgresServer.Database target)
            throws SQLException, IOException {
        target.execute("DROP SCHEMA IF EXISTS backstory CASCADE;" + PostgresEventStore.schemaSql()
                + "DELETE FROM backstory.schema_version; DELETE FROM backstory.cluster;"
                + " DELETE FROM backstory.summary_progress");
        try (Connection from = source.connect();
                Connection to = target.connect()) {
            for (String table : TABLES) {
                ByteArrayOutputStream rows = new ByteArrayOutputStream();
                copies(from).copyOut("COPY (SELECT * FROM backstory." + table + ") TO STDOUT", rows);
                copies(to)
                        .copyIn(
                                "COPY backstory." + table + " FROM STDIN",
                                new ByteArrayInputStream(rows.toByteArray()));
            }
        }
        for (String sequence : List.of("event_position_seq", "step_observation_position_seq")) {
            String last = Objects.requireNonNull(source.queryOne("SELECT last_value FROM backstory." + sequence));
            target.queryOne("SELECT setval('backstory." + sequence + "', " + last + ")");
        }
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
