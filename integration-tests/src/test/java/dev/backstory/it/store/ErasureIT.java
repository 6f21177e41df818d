package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Personal;
import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.Subject;
import dev.backstory.cli.Backstory;
import dev.backstory.context.UuidV7;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.EventQuery;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60)
class ErasureIT {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Subject("customer/{customerId}")
    record Registered(
            long customerId,
            @Personal(subject = "customer/{customerId}") String email) {}

    private PostgresServer.Database database;
    private EventPublisher publisher;
    private EventPublisher otherProcess;

    @BeforeAll
    void open() {
        database = PostgresServer.newDatabase("erasure");
        publisher = publisher(KEY);
        otherProcess = publisher(KEY);
    }

    @AfterAll
    void close() {
        publisher.close();
        otherProcess.close();
    }

    private EventPublisher publisher(String masterKey) {
        return publisher(database, masterKey);
    }

    private static EventPublisher publisher(PostgresServer.Database database, String masterKey) {
        return EventPublisher.builder()
                .dataSource(database.dataSource())
                .service("shop")
                .setting("backstory.master-key", masterKey)
                .build();
    }

    private static String email(EventPublisher publisher, Receipt receipt) {
        RecordedEvent event = Objects.requireNonNull(publisher.reader().event(receipt.eventId()));
        return event.data().path("email").asString();
    }

    /** Everything that the database has, as text: tables of events, steps and keys. */
    private boolean databaseHas(String text) {
        return "t"
                .equals(database.queryOne("SELECT exists(SELECT FROM backstory.event AS e WHERE e::text LIKE '%" + text
                        + "%') OR exists(SELECT FROM backstory.step_observation AS s WHERE s::text LIKE '%" + text
                        + "%') OR exists(SELECT FROM backstory.personal_key AS k WHERE k::text LIKE '%" + text
                        + "%')"));
    }

    @Test
    void personal_data_is_unreadable_in_the_database_and_readable_in_each_process_with_the_key() {
        Receipt receipt = publisher.publish(new Registered(1, "first@example.com"));
        EventPublisher stranger = publisher(KEY.replace("AAEC", "BBEC"));

        assertThat(databaseHas("first@example")).isFalse();
        assertThat(email(publisher, receipt)).isEqualTo("first@example.com");
        assertThat(email(otherProcess, receipt)).isEqualTo("first@example.com");
        assertThat(email(stranger, receipt)).isEqualTo("encrypted");
        stranger.close();
    }

    @Test
    void an_erased_subject_is_unreadable_for_all_at_once_and_stays_so() {
        Receipt before = publisher.publish(new Registered(2, "second@example.com"));
        otherProcess.publish(new Registered(2, "second@example.com"));
        publisher.erase("customer/2", "asked by letter");
        Receipt after = otherProcess.publish(new Registered(2, "again@example.com"));

        for (EventPublisher each : List.of(publisher, otherProcess)) {
            assertThat(email(each, before)).startsWith("erased on request, ");
            assertThat(email(each, after)).startsWith("erased on request, ");
        }
        EventPublisher started = publisher(KEY);
        Receipt later = started.publish(new Registered(2, "third@example.com"));
        assertThat(email(started, later)).startsWith("erased on request, ");
        assertThat(email(started, before)).startsWith("erased on request, ");
        started.close();
        assertThat(databaseHas("again@")).isFalse();
    }

    @Test
    void erasing_twice_keeps_the_first_date() {
        publisher.publish(new Registered(3, "x@example.com"));
        publisher.erase("customer/3", "asked");
        String erasedAt = "SELECT string_agg(erased_at::text, ',' ORDER BY erased_at) FROM backstory.personal_key";
        String first = database.queryOne(erasedAt);
        publisher.erase("customer/3", "asked again");

        assertThat(database.queryOne(erasedAt)).isEqualTo(first);
    }

    @Test
    void not_even_the_owner_can_take_an_erasure_back_by_a_statement() {
        publisher.publish(new Registered(4, "x@example.com"));
        publisher.erase("customer/4", "asked");

        for (String statement : List.of(
                "UPDATE backstory.personal_key SET wrapped = '\\x00', erased_at = NULL",
                "UPDATE backstory.personal_key SET erased_at = clock_timestamp() WHERE erased_at IS NOT NULL",
                "DELETE FROM backstory.personal_key",
                "TRUNCATE backstory.personal_key")) {
            assertThatThrownBy(() -> database.execute(statement)).hasMessageContaining(statement);
        }
    }

    @Test
    void many_processes_agree_on_one_key() throws Exception {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (EventPublisher each : List.of(publisher, otherProcess)) {
            for (int i = 0; i < 8; i++) {
                CompletableFuture<Receipt> receipt = new CompletableFuture<>();
                receipts.add(receipt);
                Thread thread = new Thread(() -> receipt.complete(each.publish(new Registered(5, "five@example.com"))));
                threads.add(thread);
                thread.start();
            }
        }
        for (Thread each : threads) {
            each.join(TimeUnit.SECONDS.toMillis(30));
        }
        for (CompletableFuture<Receipt> each : receipts) {
            assertThat(email(publisher, each.get(1, TimeUnit.SECONDS))).isEqualTo("five@example.com");
        }
        String keys = "SELECT count(DISTINCT substr(data ->> 'email', 1, 48)) FROM backstory.event"
                + " WHERE subjects && '{customer/5}' AND type = 'Registered'";
        assertThat(database.queryOne(keys)).isEqualTo("1");
    }

    @Test
    void an_event_in_a_transaction_is_encrypted_too_and_its_key_survives_a_rollback() throws Exception {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            publisher.publish(new Registered(6, "six@example.com"), connection);
            connection.rollback();
        }
        Receipt receipt = otherProcess.publish(new Registered(6, "six@example.com"));

        assertThat(email(publisher, receipt)).isEqualTo("six@example.com");
        assertThat(databaseHas("six@")).isFalse();
    }

    @Test
    void the_same_event_from_two_processes_is_stored_once() {
        String id = UuidV7.nextText();
        Receipt first = publisher.publish(Event.of("Once")
                .id(id)
                .data(new Registered(7, "seven@example.com"))
                .build());
        Receipt second = otherProcess.publish(Event.of("Once")
                .id(id)
                .data(new Registered(7, "seven@example.com"))
                .build());

        assertThat(second.position()).isEqualTo(first.position());
    }

    @Test
    void a_store_with_keys_from_before_there_was_a_fingerprint_takes_that_of_who_opens_the_first_of_them() {
        PostgresServer.Database older = PostgresServer.newDatabase("erasure_older");
        String newer = KEY.replace("AAEC", "BBEC");
        try (EventPublisher before = publisher(older, KEY)) {
            before.publish(new Registered(1, "first@example.com"));
        }
        String fingerprints =
                "SELECT count(*) FROM backstory.personal_key WHERE subject_hash = 'backstory fingerprint'";
        assertThat(older.queryOne(fingerprints)).isEqualTo("1");
        older.execute("SET session_replication_role = replica; DELETE FROM backstory.personal_key"
                + " WHERE subject_hash = 'backstory fingerprint'");

        try (EventPublisher incomplete = publisher(older, newer);
                EventPublisher rotated = publisher(older, newer + "," + KEY)) {
            assertThatThrownBy(() -> incomplete.publish(new Registered(2, "second@example.com")))
                    .isInstanceOf(PublishException.class);
            assertThat(older.queryOne(fingerprints)).isEqualTo("0");
            rotated.publish(new Registered(2, "second@example.com"));
            assertThat(older.queryOne(fingerprints)).isEqualTo("1");
            rotated.erase("customer/1", "asked");
        }
    }

    @Test
    void an_erasure_in_a_transaction_that_is_rolled_back_is_on_record_all_the_same() {
        Receipt before = publisher.publish(new Registered(10, "ten@example.com"));
        DataSource source = database.dataSource();
        try (EventPublisher transactional = EventPublisher.builder()
                .dataSource(source)
                .service("shop")
                .setting("backstory.master-key", KEY)
                .build()) {
            new TransactionTemplate(new DataSourceTransactionManager(source)).executeWithoutResult(transaction -> {
                transactional.erase("customer/10", "asked");
                transaction.setRollbackOnly();
            });
        }

        assertThat(email(publisher, before)).startsWith("erased on request, ");
        assertThat(publisher
                        .reader()
                        .events(EventQuery.newest(10).about("customer/10"))
                        .events())
                .extracting(RecordedEvent::type)
                .containsExactly("PersonalDataErased", "ErasureRequested", "Registered");
    }

    @Test
    void the_command_erases_nobody_who_is_unknown_here_unless_it_is_told_to() {
        publisher.publish(new Registered(11, "eleven@example.com"));
        System.setProperty("backstory.master-key", KEY);
        try {
            assertThat(erase("custmer/11")).startsWith("1 custmer/11 has no personal data here");
            assertThat(erase("custmer/11", "--dry-run")).startsWith("1 custmer/11 has no personal data here");
            assertThat(eventsAbout("custmer/11")).isEmpty();

            assertThat(erase("customer/11")).startsWith("0 customer/11 is erased");
            assertThat(eventsAbout("customer/11").get(0).data().path("hadKey").asBoolean(false))
                    .isTrue();

            assertThat(erase("customer/12", "--even-if-unknown"))
                    .startsWith("0 customer/12 had no personal data here, and will have none");
            assertThat(eventsAbout("customer/12").get(0).data().path("hadKey").asBoolean(true))
                    .isFalse();
        } finally {
            System.clearProperty("backstory.master-key");
        }
        Receipt after = publisher.publish(new Registered(12, "twelve@example.com"));
        assertThat(email(publisher, after)).startsWith("erased on request, ");
    }

    private List<RecordedEvent> eventsAbout(String subject) {
        return publisher.reader().events(EventQuery.newest(10).about(subject)).events();
    }

    private String erase(String... arguments) {
        List<String> command = new ArrayList<>(List.of("erase", "--reason", "asked"));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--url",
                database.url() + (database.url().contains("?") ? "&" : "?") + "user=" + database.user() + "&password="
                        + database.password()));
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        return Backstory.run(writer, writer, command.toArray(String[]::new)) + " " + said;
    }

    @Test
    void a_key_row_moved_to_another_subject_opens_nothing() {
        Receipt receipt = publisher.publish(new Registered(8, "eight@example.com"));
        publisher.publish(new Registered(9, "nine@example.com"));
        String id =
                Objects.requireNonNull(database.queryOne("SELECT substr(data ->> 'email', 13, 36) FROM backstory.event"
                        + " WHERE event_id = '" + receipt.eventId() + "'"));
        database.execute("SET session_replication_role = replica; UPDATE backstory.personal_key SET wrapped = (SELECT"
                + " wrapped FROM backstory.personal_key WHERE key_id <> '" + id + "' AND wrapped IS NOT NULL LIMIT 1)"
                + " WHERE key_id = '" + id + "'");

        assertThat(email(publisher, receipt)).isEqualTo("encrypted");
    }
}
