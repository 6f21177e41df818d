package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.cli.Backstory;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.PostgresStoryReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SchemaIT {

    private static final List<String> VERSION_7 = List.of(
            "V1__events_and_steps.sql",
            "V2__summaries.sql",
            "V3__access_log.sql",
            "V4__keys_rules_and_seals.sql",
            "V5__seals.sql",
            "V6__waiting_jobs.sql",
            "V7__followers.sql");

    @Test
    void eight_processes_that_start_at_once_make_one_schema() {
        PostgresServer.Database database = PostgresServer.newDatabase("starters");
        List<EventPublisher> starters = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            starters.add(Publishers.to(database));
        }
        for (EventPublisher each : starters) {
            assertThat(each.publish(Event.of("Started").correlationId("start").build())
                            .outcome())
                    .isEqualTo(Receipt.Outcome.STORED);
        }
        starters.forEach(EventPublisher::close);
        assertThat(new PostgresStoryReader(database.dataSource()).story("start").instances())
                .hasSize(8)
                .allSatisfy((id, instance) -> {
                    assertThat(instance.alive()).isFalse();
                    assertThat(instance.stoppedAt()).isNotNull();
                });
        assertThat(database.queryOne("SELECT count(*) FROM backstory.schema_version"))
                .isEqualTo(database.queryOne("SELECT max(version) FROM backstory.schema_version"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE backstory.event SET type = 'Other'",
                "DELETE FROM backstory.event",
                "TRUNCATE backstory.event",
                "TRUNCATE %s",
                "DELETE FROM %s",
                "UPDATE backstory.step_observation SET name = 'other'",
                "DELETE FROM backstory.step_observation",
                "TRUNCATE backstory.step_observation"
            })
    void what_is_stored_never_changes(String change) {
        PostgresServer.Database database = Stored.DATABASE;
        String partition = database.queryOne("SELECT tableoid::regclass FROM backstory.event LIMIT 1");
        assertThatThrownBy(() -> database.execute(change.formatted(partition)))
                .hasStackTraceContaining("Backstory keeps what happened")
                .hasStackTraceContaining("refused");
        assertThat(database.queryOne("SELECT type FROM backstory.event")).isEqualTo("Fact");
    }

    @Test
    void a_coming_month_whose_partition_cannot_be_made_now_keeps_nobody_from_publishing() throws Exception {
        PostgresServer.Database database = PostgresServer.newDatabase("analyzed");
        database.execute(PostgresEventStore.schemaSql());
        String month =
                Instant.now().atOffset(ZoneOffset.UTC).plusMonths(2).format(DateTimeFormatter.ofPattern("uuuu_MM"));
        database.execute("DROP TABLE backstory.event_" + month);
        database.execute("DROP TABLE backstory.step_observation_" + month);
        String isThere = "SELECT to_regclass('backstory.event_" + month + "') IS NOT NULL";
        // Before there is a publisher: its store makes partitions as soon as it has connected.
        try (Connection analyze = database.connect();
                Statement statement = analyze.createStatement()) {
            analyze.setAutoCommit(false);
            statement.execute("LOCK TABLE backstory.event IN SHARE UPDATE EXCLUSIVE MODE");
            try (EventPublisher publisher = Publishers.to(database)) {
                assertThat(publisher.publish(Event.of("Meanwhile")).outcome()).isEqualTo(Receipt.Outcome.STORED);
                assertThat(database.queryOne(isThere)).isEqualTo("f");
                analyze.rollback();
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> "t".equals(database.queryOne(isThere)));
            }
        }
    }

    @Test
    void a_month_without_a_partition_gets_one_although_a_transaction_is_open() throws Exception {
        PostgresServer.Database database = PostgresServer.newDatabase("partition");
        EventPublisher publisher = Publishers.to(database);
        try (Connection open = database.connect()) {
            open.setAutoCommit(false);
            publisher.publish(Event.of("InTransaction").build(), open);
            String old = idOf(Instant.now().minusSeconds(200L * 24 * 3600));
            Receipt stored = publisher.publish(Event.of("Old").id(old).build());
            assertThat(stored.outcome()).isEqualTo(Receipt.Outcome.STORED);
            String older = idOf(Instant.now().minusSeconds(300L * 24 * 3600));
            publisher.publish(Event.of("OldInTransaction").id(older).build(), open);
            open.commit();
            assertThat(publisher.reader().event(old)).isNotNull();
            assertThat(publisher.reader().event(older)).isNotNull();
        } finally {
            publisher.close();
        }
    }

    @Test
    void validate_says_what_is_missing_and_makes_nothing() {
        PostgresServer.Database database = PostgresServer.newDatabase("validate");
        EventPublisher publisher = EventPublisher.builder()
                .dataSource(database.dataSource())
                .setting("backstory.schema", "validate")
                .setting("backstory.store.wait", "1s")
                .build();
        try {
            assertThatThrownBy(() -> publisher.publish(Event.of("Early").build()))
                    .hasMessageContaining("missing")
                    .hasMessageContaining("backstory.schema=migrate");
            assertThat(database.queryOne("SELECT to_regnamespace('backstory')")).isNull();
            // As the database's administrator does.
            database.execute(PostgresEventStore.schemaSql());
            Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(
                            publisher.publish(Event.of("Late").build()).outcome())
                    .isEqualTo(Receipt.Outcome.STORED));
        } finally {
            publisher.close();
        }
    }

    @Test
    void the_owner_brings_an_older_schema_up_to_date_with_the_sql_that_the_message_names() throws IOException {
        PostgresServer.Database database = PostgresServer.newDatabase("upgrade");
        for (String each : VERSION_7) {
            database.execute(script(each));
        }
        EventPublisher publisher = EventPublisher.builder()
                .dataSource(database.dataSource())
                .setting("backstory.schema", "validate")
                .setting("backstory.store.wait", "1s")
                .build();
        try {
            assertThatThrownBy(() -> publisher.publish(Event.of("Early")))
                    .hasMessageContaining("is at version 7")
                    .hasMessageContaining("backstory schema --above 7");
            // What leaves a version out, or makes one again, is refused as a whole.
            assertThatThrownBy(() -> database.execute(PostgresEventStore.schemaSql(6)))
                    .hasStackTraceContaining(
                            "This SQL is for version 6 of the schema backstory, which is at version 7");
            StringWriter printed = new StringWriter();
            assertThat(Backstory.run(new PrintWriter(printed), new PrintWriter(printed), "schema", "--above", "7"))
                    .isZero();
            database.execute(printed.toString());
            assertThat(database.queryOne("SELECT max(version) FROM backstory.schema_version"))
                    .isEqualTo(String.valueOf(PostgresEventStore.schemaVersion()));
            assertThat(database.queryOne("SELECT to_regclass('backstory.story_key_story') IS NOT NULL"))
                    .isEqualTo("t");
            Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(
                            publisher.publish(Event.of("Late")).outcome())
                    .isEqualTo(Receipt.Outcome.STORED));
        } finally {
            publisher.close();
        }
    }

    private static String script(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PostgresEventStore.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "validate"})
    void a_newer_schema_is_written_to_where_it_only_adds_to_what_the_library_knows(String mode) {
        for (boolean additive : new boolean[] {true, false}) {
            PostgresServer.Database database = PostgresServer.newDatabase("newer_" + mode);
            database.execute(PostgresEventStore.schemaSql());
            database.execute("INSERT INTO backstory.schema_version (version, script, additive) VALUES (99, 'V99', "
                    + additive + ")");
            try (EventPublisher publisher = EventPublisher.builder()
                    .dataSource(database.dataSource())
                    .setting("backstory.schema", mode)
                    .setting("backstory.store.wait", additive ? "60s" : "1s")
                    .build()) {
                if (additive) {
                    assertThat(publisher.publish(Event.of("Known")).outcome()).isEqualTo(Receipt.Outcome.STORED);
                } else {
                    assertThatThrownBy(() -> publisher.publish(Event.of("Unknown")))
                            .hasMessageContaining("is at version 99, which this library cannot write")
                            .hasMessageContaining("use a newer runtime-api");
                    assertThat(database.queryOne("SELECT count(*) FROM backstory.event"))
                            .isEqualTo("0");
                }
            }
        }
    }

    @Test
    void the_event_table_has_four_indexes() {
        assertThat(Stored.DATABASE.queryOne(
                        "SELECT count(*) FROM pg_index WHERE indrelid = 'backstory.event'::regclass"))
                .isEqualTo("4");
    }

    @Test
    void an_index_that_is_not_needed_any_more_goes_where_nobody_reads_and_else_holds_up_no_publisher()
            throws Exception {
        String sql = PostgresEventStore.schemaSql();
        String version8 = sql.substring(0, sql.indexOf("-- Version 9:"));
        String hasIndex = "SELECT to_regclass('backstory.event_position') IS NOT NULL";
        for (boolean isRead : new boolean[] {false, true}) {
            PostgresServer.Database database = PostgresServer.newDatabase("version_9");
            database.execute(version8);
            assertThat(database.queryOne(hasIndex)).isEqualTo("t");
            try (Connection reading = database.connect();
                    Statement statement = reading.createStatement()) {
                reading.setAutoCommit(false);
                statement.execute(isRead ? "SELECT count(*) FROM backstory.event" : "SELECT 1");
                try (EventPublisher publisher = Publishers.to(database.url(), database, Map.of())) {
                    assertThat(publisher.publish(Event.of("Migrated")).outcome())
                            .isEqualTo(Receipt.Outcome.STORED);
                }
            }
            assertThat(database.queryOne("SELECT max(version) FROM backstory.schema_version"))
                    .isEqualTo("9");
            assertThat(database.queryOne(hasIndex)).isEqualTo(isRead ? "t" : "f");
        }
    }

    private static String idOf(Instant time) {
        return new UUID(time.toEpochMilli() << 16 | 0x7000L, 0x8000000000000000L | System.nanoTime()).toString();
    }

    private static final class Stored {
        static final PostgresServer.Database DATABASE = PostgresServer.newDatabase("immutable");

        static {
            EventPublisher publisher = Publishers.to(DATABASE);
            dev.backstory.context.Step step =
                    dev.backstory.context.Step.of("job", "fact").start();
            dev.backstory.context.Scope scope = step.context().activate();
            publisher.publish(Event.of("Fact").subject("customer/42").build());
            scope.close();
            publisher.close();
        }
    }
}
