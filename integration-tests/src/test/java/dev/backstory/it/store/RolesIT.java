package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.Personal;
import dev.backstory.Receipt;
import dev.backstory.StoreUnavailableException;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.PostgresStoryReader;
import dev.backstory.viewer.access.Look;
import dev.backstory.viewer.access.PostgresAccessLog;
import dev.backstory.viewer.access.Role;
import dev.backstory.viewer.access.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

/** The roles of docs/operations.md can do what it says of them, and no more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class RolesIT {

    private static final Pattern STATEMENT = Pattern.compile("(?m)^    ((?:CREATE ROLE|GRANT) [^;…]*;)");
    private static final String PASSWORD = "roles-it";

    record Registered(
            long customerId,
            @Personal(subject = "customer/{customerId}") String email) {}

    private final PostgresServer.Database database = PostgresServer.newDatabase("roles");
    private final String suffix = "_" + ProcessHandle.current().pid();

    @BeforeAll
    void grant() throws IOException {
        database.execute(PostgresEventStore.schemaSql());
        Matcher statements = STATEMENT.matcher(Files.readString(Path.of("..", "docs", "operations.md")));
        while (statements.find()) {
            database.execute(named(statements.group(1)));
        }
        for (String role : List.of("owner", "writer", "viewer")) {
            database.execute(named("ALTER ROLE backstory_" + role + " PASSWORD '" + PASSWORD + "'"));
        }
    }

    @AfterAll
    void drop() {
        for (String role : List.of("owner", "writer", "viewer")) {
            database.execute(named("DROP OWNED BY backstory_" + role));
            database.execute(named("DROP ROLE backstory_" + role));
        }
    }

    /** Roles are those of the whole server. */
    private String named(String sql) {
        return sql.replaceAll("backstory_(owner|writer|viewer)", "backstory_$1" + suffix);
    }

    /** Without a user in it, which would win. */
    private String url() {
        return database.url().replaceFirst("\\?.*", "");
    }

    private EventPublisher publisher() {
        return publisher(Map.of(
                "backstory.schema", "validate",
                "backstory.master-key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "backstory.audit.all", "types=*"));
    }

    private EventPublisher publisher(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("backstory.user", named("backstory_writer"));
        all.put("backstory.password", PASSWORD);
        return Publishers.to(url(), database, all);
    }

    @Test
    void the_writer_publishes_and_keeps_personal_data_rules_and_summaries_and_the_viewer_reads_them() throws Exception {
        Step step = Step.of(Step.REQUEST, "POST /customers").start();
        Receipt receipt;
        try (EventPublisher publisher = publisher()) {
            try (Scope scope = step.context().activate()) {
                receipt = publisher.publish(new Registered(42, "ann@example.com"));
            }
            assertThat(publisher.auditLog().rules()).isNotEmpty();
            try (Follower follower = publisher.follower("roles").start(event -> {})) {
                Awaitility.await()
                        .until(() -> follower.status().instanceId() != null
                                && follower.status().behindSince() == null);
            }
        }
        PGSimpleDataSource viewer = new PGSimpleDataSource();
        viewer.setUrl(url());
        viewer.setUser(named("backstory_viewer"));
        viewer.setPassword(PASSWORD);
        assertThat(new PostgresStoryReader(viewer).story(step.correlationId()).events())
                .singleElement()
                .satisfies(each -> assertThat(each.id()).isEqualTo(receipt.eventId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "validate"})
    void a_writer_that_may_make_no_partitions_stores_what_those_that_are_there_take_and_says_which_is_missing(
            String mode) {
        dropMonth(2);
        Logger log = (Logger) LoggerFactory.getLogger(PostgresEventStore.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        log.addAppender(said);
        try (EventPublisher publisher = publisher(Map.of("backstory.schema", mode, "backstory.store.wait", "10s"))) {
            assertThat(publisher.publish(Event.of("Stored")).outcome()).isEqualTo(Receipt.Outcome.STORED);
        } finally {
            log.detachAppender(said);
        }
        assertThat(said.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(each -> assertThat(each)
                .contains("permission denied", "nothing is stored once that month begins"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "validate", "off"})
    void without_this_months_partition_the_store_is_away_for_a_writer_that_may_not_make_it(
            String mode, @TempDir Path journal) throws SQLException {
        dropMonth(0);
        try (EventPublisher publisher = publisher(Map.of(
                        "backstory.schema",
                        mode,
                        "backstory.store.wait",
                        "2s",
                        "backstory.journal.dir",
                        journal.toString()));
                Connection connection = database.connect()) {
            Receipt journaled = publisher.publish(Event.of("Journaled"));
            assertThat(journaled.outcome()).isEqualTo(Receipt.Outcome.JOURNALED);
            assertThatThrownBy(() -> publisher.publish(Event.of("InTransaction"), connection))
                    .isInstanceOfSatisfying(StoreUnavailableException.class, e -> assertThat(e.mayBeStored())
                            .isFalse())
                    .hasStackTraceContaining("a partition for");
            database.execute("SELECT backstory.create_partition(now())");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> publisher.reader().event(journaled.eventId()) != null);
        }
    }

    private void dropMonth(int ahead) {
        String month =
                Instant.now().atOffset(ZoneOffset.UTC).plusMonths(ahead).format(DateTimeFormatter.ofPattern("uuuu_MM"));
        database.execute("DROP TABLE IF EXISTS backstory.event_" + month);
        database.execute("DROP TABLE IF EXISTS backstory.step_observation_" + month);
    }

    @Test
    void nobody_changes_what_was_said_and_the_viewer_says_nothing() throws Exception {
        try (EventPublisher publisher = publisher()) {
            publisher.publish(Event.of("Said"));
        }
        denied("writer", "UPDATE backstory.event SET type = 'Other'");
        denied("writer", "DELETE FROM backstory.event");
        denied("writer", "UPDATE backstory.personal_key SET wrapped = NULL");
        denied("viewer", "INSERT INTO backstory.audit_rule (name, version, rule) VALUES ('x', 1, 'types=*')");
        denied("viewer", "DELETE FROM backstory.access_log");
    }

    @Test
    void a_writer_does_not_say_when_and_in_which_order_things_were_stored_nor_who_other_processes_are()
            throws Exception {
        try (EventPublisher publisher = publisher()) {
            publisher.publish(Event.of("Said"));
        }
        for (String table : List.of("event", "step_observation")) {
            for (String column : List.of("position", "recorded_at", "transaction_id", "generation")) {
                denied("writer", "INSERT INTO backstory." + table + " (" + column + ") VALUES (DEFAULT)");
            }
        }
        denied(
                "writer",
                "INSERT INTO backstory.audit_rule (name, version, rule, since) VALUES ('x', 1, 'types=*', 'epoch')");
        denied(
                "writer",
                "INSERT INTO backstory.personal_key (key_id, subject_hash, erased_at)"
                        + " VALUES (gen_random_uuid(), '\\x00', now())");
        denied("writer", "UPDATE backstory.instance SET service = 'another'");
        denied(
                "viewer",
                "INSERT INTO backstory.access_log (at, visitor, role, address, what, about, reason)"
                        + " VALUES ('epoch', '', '', '', '', '', '')");
    }

    @Test
    void the_viewer_keeps_who_looked() throws Exception {
        PGSimpleDataSource viewer = new PGSimpleDataSource();
        viewer.setUrl(url());
        viewer.setUser(named("backstory_viewer"));
        viewer.setPassword(PASSWORD);
        new PostgresAccessLog(viewer).keep(new Look(new Visitor("lea", Role.SUPPORT), "10.0.0.1", "story", "s-1", ""));
        assertThat(database.queryOne("SELECT visitor FROM backstory.access_log"))
                .isEqualTo("lea");
    }

    @Test
    void an_id_that_an_open_transaction_of_a_writer_has_holds_up_nobody_else() throws Exception {
        Event held = Event.of("Held").id(UuidV7.nextText()).build();
        try (EventPublisher publisher = publisher();
                Connection open = DriverManager.getConnection(url(), named("backstory_writer"), PASSWORD)) {
            publisher.publish(Event.of("Before"));
            open.setAutoCommit(false);
            publisher.publish(held, open);
            assertThatThrownBy(() -> publisher.publish(held)).hasMessageContaining("An open transaction has published");
            assertThat(publisher.publish(Event.of("Meanwhile")).outcome()).isEqualTo(Receipt.Outcome.STORED);
            open.rollback();
        }
    }

    @Test
    void a_writer_waits_while_somebody_keeps_all_from_writing_into_a_month() throws Exception {
        String month = Instant.now().atOffset(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu_MM"));
        try (EventPublisher publisher = publisher();
                Connection indexing = database.connect();
                Statement statement = indexing.createStatement()) {
            publisher.publish(Event.of("Before"));
            indexing.setAutoCommit(false);
            statement.execute("LOCK TABLE backstory.event_" + month + " IN SHARE MODE");
            CompletableFuture<Receipt> waiting = publisher.publishAsync(Event.of("Waiting"));
            // Longer than storing waits for a lock.
            assertThatThrownBy(() -> waiting.get(3, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            indexing.rollback();
            assertThat(waiting.get().outcome()).isEqualTo(Receipt.Outcome.STORED);
        }
    }

    @Test
    void who_may_erase_erases() throws Exception {
        try (EventPublisher publisher = publisher()) {
            publisher.publish(new Registered(43, "bea@example.com"));
            assertThatThrownBy(() -> publisher.erase("customer/43", "asked"))
                    .hasStackTraceContaining("permission denied");
            database.execute(named(grantToErase()));
            assertThat(publisher.erase("customer/43", "asked").outcome()).isEqualTo(Receipt.Outcome.STORED);
            publisher.erase("customer/44", "asked");
        } finally {
            database.execute(named("REVOKE UPDATE, UPDATE (wrapped, erased_at), INSERT (erased_at)"
                    + " ON backstory.personal_key FROM backstory_writer"));
        }
    }

    /** As the page has it, to whom it does not say. */
    private static String grantToErase() throws IOException {
        Matcher grant = Pattern.compile("(?m)^    (GRANT [^;]*UPDATE[^;]*personal_key TO )…;")
                .matcher(Files.readString(Path.of("..", "docs", "operations.md")));
        assertThat(grant.find()).isTrue();
        return grant.group(1) + "backstory_writer";
    }

    private void denied(String role, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), named("backstory_" + role), PASSWORD);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42501"));
        }
    }
}
