package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Personal;
import dev.backstory.StoreUnavailableException;
import dev.backstory.Subject;
import dev.backstory.cli.Backstory;
import dev.backstory.seal.Seal;
import dev.backstory.seal.Sealer;
import dev.backstory.seal.Verification;
import dev.backstory.seal.Verifier;
import dev.backstory.store.postgres.Retention;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens in a store that nobody tampers with: none of it is called a change. */
@Timeout(60)
class SealIT {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Subject("customer/{customerId}")
    record Registered(
            long customerId,
            @Personal(subject = "customer/{customerId}") String email) {}

    @Test
    void what_is_committed_after_its_day_was_sealed_goes_into_a_later_seal() throws Exception {
        SealedStore store = new SealedStore("seal_late");
        store.record(10, SealedStore.daysAgo(4));
        try (Connection late = store.database.connect();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            statement.execute(SealedStore.insert(3, SealedStore.daysAgo(4)));
            store.record(10, SealedStore.daysAgo(4));
            store.record(10, SealedStore.daysAgo(2));

            assertThat(store.seals.seal(null, SealedStore.daysAgo(3)))
                    .extracting(Seal::events)
                    .containsExactly(10L, 0L);
            assertThat(store.verify().problems()).isEmpty();
            assertThat(store.verify().unsealed()).isEqualTo(20);
            late.commit();
        }
        assertThat(store.verify().problems()).isEmpty();
        assertThat(store.seal()).extracting(Seal::events).containsExactly(23L, 0L);
        Verification all = store.verify();
        assertThat(all.problems()).isEmpty();
        assertThat(all.events()).isEqualTo(33);
        assertThat(all.unsealed()).isZero();
    }

    @Test
    void the_next_seal_begins_where_the_last_one_left_events_and_a_day_is_sealed_once() {
        SealedStore store = new SealedStore("seal_once");
        assertThat(store.seal()).extracting(Seal::events).containsExactly(0L);
        assertThat(store.seal()).isEmpty();

        SealedStore days = new SealedStore("seal_days");
        // A transaction of several days, and days in the wrong order of transactions.
        days.tamper(
                SealedStore.insert(5, SealedStore.daysAgo(3)),
                SealedStore.insert(6, SealedStore.daysAgo(5)),
                SealedStore.insert(7, SealedStore.daysAgo(1)));
        days.record(8, SealedStore.daysAgo(4));
        for (int ago = 5; ago >= 1; ago--) {
            assertThat(days.seals.seal(null, SealedStore.daysAgo(ago))).hasSize(1);
            assertThat(days.verify().problems()).isEmpty();
        }
        assertThat(days.seals.all()).extracting(Seal::events).containsExactly(6L, 8L, 5L, 0L, 7L);
        assertThat(days.seals.all()).extracting(Seal::number).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void of_many_sealers_at_once_one_seals() throws Exception {
        SealedStore store = new SealedStore("seal_race");
        store.record(1_500, SealedStore.daysAgo(3));
        ExecutorService sealers = Executors.newFixedThreadPool(8);
        List<Callable<List<Seal>>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tasks.add(store::seal);
        }
        List<Seal> made = new ArrayList<>();
        for (Future<List<Seal>> each : sealers.invokeAll(tasks)) {
            made.addAll(each.get());
        }
        sealers.shutdown();

        assertThat(made).extracting(Seal::number).containsExactly(1, 2, 3);
        assertThat(store.verify().problems()).isEmpty();
    }

    @Test
    void erasing_a_person_changes_no_event() {
        SealedStore store = new SealedStore("seal_erasure");
        try (EventPublisher publisher = EventPublisher.builder()
                .dataSource(store.database.dataSource())
                .service("shop")
                .setting("backstory.master-key", KEY)
                .build()) {
            publisher.publish(new Registered(1, "first@example.com"));
            store.tamper("UPDATE backstory.event SET recorded_at = recorded_at - interval '2 days'");
            store.seal();
            publisher.erase("customer/1", "asked");
        }

        Verification after = store.verify();
        assertThat(after.problems()).isEmpty();
        assertThat(after.events()).isEqualTo(1);
        assertThat(after.unsealed()).isEqualTo(2);
    }

    @Test
    void what_retention_dropped_is_told_and_is_no_problem() {
        SealedStore store = new SealedStore("seal_retention");
        store.database.execute("SELECT backstory.create_partition(clock_timestamp() - interval '200 days')");
        store.record(1_200, SealedStore.daysAgo(2));
        store.tamper("UPDATE backstory.event SET event_id = overlay(event_id::text placing left(backstory.uuid_at("
                + "clock_timestamp() - interval '200 days')::text, 13) from 1)::uuid WHERE (data->>'n')::int <= 1100");
        store.seal();
        assertThat(store.verify().dropped()).isZero();

        new Retention(store.database.dataSource()).drop(Duration.ofDays(100));

        Verification after = store.seals.verify(null, Map.of(), Duration.ofDays(100));
        assertThat(after.problems()).isEmpty();
        assertThat(after.events()).isEqualTo(100);
        assertThat(after.dropped()).isEqualTo(1_100);
        assertThat(after.remarks()).anyMatch(each -> each.contains("was dropped as a whole"));

        // A step of an old story makes the partitions of its month again, the one of events too.
        store.database.execute("SELECT backstory.create_partition(clock_timestamp() - interval '200 days')");
        assertThat(store.seals.verify(null, Map.of(), Duration.ofDays(100))).isEqualTo(after);
        assertThat(store.verify()).isEqualTo(after);
        // Not what retention keeps, and not the oldest that there is.
        assertThat(store.seals.verify(null, Map.of(), Duration.ofDays(400)).problems())
                .anyMatch(each -> each.contains("events are missing"));
    }

    @Test
    void a_month_that_retention_would_drop_while_it_is_verified_is_dropped_after_that() throws Exception {
        SealedStore store = new SealedStore("seal_dropped_meanwhile");
        store.database.execute("SELECT backstory.create_partition(clock_timestamp() - interval '200 days')");
        store.record(10, SealedStore.daysAgo(2));
        store.tamper("UPDATE backstory.event SET event_id = overlay(event_id::text placing left(backstory.uuid_at("
                + "clock_timestamp() - interval '200 days')::text, 13) from 1)::uuid");
        store.seal();
        Retention retention = new Retention(store.database.dataSource());
        List<String> dropping = new ArrayList<>();
        try (Connection connection = store.database.connect()) {
            Connection dropped = (Connection) Proxy.newProxyInstance(
                    SealIT.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")
                                && ((String) arguments[0]).contains("FROM backstory.event ")) {
                            try {
                                dropping.add(
                                        retention.drop(Duration.ofDays(100)).toString());
                            } catch (StoreUnavailableException e) {
                                dropping.add("waits");
                            }
                        }
                        return method.invoke(connection, arguments);
                    });
            Verification meanwhile = new Verifier(dropped).verify(null, Map.of(), Duration.ofDays(100));
            assertThat(meanwhile.problems()).isEmpty();
            assertThat(meanwhile.events()).isEqualTo(10);
        }
        assertThat(dropping).containsExactly("waits");
        assertThat(retention.drop(Duration.ofDays(100))).hasSize(1);
    }

    @Test
    void a_clock_that_is_ahead_seals_no_day_that_is_not_over() throws Exception {
        SealedStore store = new SealedStore("seal_clock");
        store.record(10, SealedStore.daysAgo(4));
        store.record(20, SealedStore.daysAgo(2));
        // As the database's clock sees a process whose clock is right: it is ahead by three days, and was when it
        // recorded.
        Clock right = Clock.fixed(Instant.now().minus(Duration.ofDays(3)), ZoneOffset.UTC);
        try (Connection connection = store.database.connect()) {
            assertThat(new Sealer(connection, null, right).seal())
                    .extracting(Seal::events)
                    .containsExactly(10L);
        }
        assertThat(store.verify().remarks()).noneMatch(each -> each.contains("before that day was over"));
        assertThat(store.seal()).extracting(Seal::events).containsExactly(0L, 20L, 0L);
        assertThat(store.verify().problems()).isEmpty();
    }

    @Test
    void what_was_recorded_in_the_future_is_a_note_and_sealed_when_that_has_come() {
        SealedStore store = new SealedStore("seal_future");
        store.record(10, SealedStore.daysAgo(2));
        store.record(5, SealedStore.daysAgo(-40));
        assertThat(store.seal()).extracting(Seal::events).containsExactly(10L, 0L);

        Verification verified = store.verify();
        assertThat(verified.problems()).isEmpty();
        assertThat(verified.unsealed()).isEqualTo(5);
        assertThat(verified.remarks()).anyMatch(each -> each.startsWith("5 events were recorded in the future"));
    }

    @Test
    void seals_go_on_after_a_restore_into_another_cluster() {
        SealedStore store = new SealedStore("seal_restore");
        store.record(10, SealedStore.daysAgo(5));
        store.record(10, SealedStore.daysAgo(3));
        // Stored under transaction ids that this cluster has not reached, as those of another one are.
        store.tamper(
                "UPDATE backstory.event SET transaction_id ="
                        + " (transaction_id::text::bigint + 1000000000)::text::xid8",
                "UPDATE backstory.cluster SET system_identifier = 1");
        assertThat(store.verify().problems()).isEmpty();
        assertThat(store.seals.seal(null, SealedStore.daysAgo(4)))
                .extracting(Seal::events)
                .containsExactly(10L, 0L);
        store.record(10, SealedStore.daysAgo(2));

        assertThat(store.seal()).extracting(Seal::events).containsExactly(10L, 10L, 0L);
        assertThat(store.database.queryOne("SELECT count(DISTINCT generation) FROM backstory.event"))
                .isEqualTo("2");
        assertThat(store.verify().problems()).isEmpty();
        assertThat(store.verify().unsealed()).isZero();
    }

    @Test
    void a_publishing_process_seals_when_it_is_told_to() {
        SealedStore store = new SealedStore("seal_library");
        store.record(10, SealedStore.daysAgo(2));
        EventPublisher.Builder builder = EventPublisher.builder()
                .dataSource(store.database.dataSource())
                .service("shop")
                .setting("backstory.seal", "true");
        try (EventPublisher publisher = builder.build()) {
            publisher.publish(Event.of("Started"));
            Awaitility.await().until(() -> store.seals.all().size() == 2);
        }
        assertThat(store.verify().problems()).isEmpty();
        assertThat(store.verify().events()).isEqualTo(10);
    }

    @Test
    void the_commands_seal_export_and_verify(@TempDir Path directory) throws Exception {
        SealedStore store = new SealedStore("seal_commands");
        store.record(10, SealedStore.daysAgo(2));

        assertThat(run(store, "verify")).startsWith("0 note     Nothing is sealed yet");
        assertThat(run(store, "export-seals")).isEqualTo("1 ");
        assertThat(run(store, "seal", "--up-to", SealedStore.daysAgo(2).toString()))
                .startsWith("0 Sealed " + SealedStore.daysAgo(2) + ": 10 events, head ");
        String exported = run(store, "export-seals");
        assertThat(exported).startsWith("0 {\"seal\":1,");
        Path file = Files.writeString(directory.resolve("seals.jsonl"), exported.substring(2));
        assertThat(run(store, "seal")).contains("Sealed " + SealedStore.daysAgo(1) + ": 0 events");
        assertThat(run(store, "seal")).contains("Nothing to seal");
        assertThat(run(store, "verify", "--against", file.toString()))
                .startsWith("0 ")
                .contains("2 seals, 10 sealed events compared, 0 dropped by retention, 0 in no seal yet");

        store.tamper("UPDATE backstory.event SET type = 'Other' WHERE data->>'n' = '7'");
        assertThat(run(store, "verify", "--against", file.toString())).startsWith("4 PROBLEM  Seal 1 of ");
        assertThat(run(store, "verify", "--json")).startsWith("4 {\"version\":1,\"unchanged\":false,\"seals\":2,");
        Files.writeString(file, "no seal");
        assertThat(run(store, "verify", "--against", file.toString()))
                .startsWith("2 The exported seals cannot be used");
        assertThat(run(store, "seal", "--key", file.toString())).startsWith("2 The key cannot be used");
    }

    private static String run(SealedStore store, String... command) {
        StringWriter said = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("audit"));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of(
                "--url",
                store.database.url() + (store.database.url().contains("?") ? "&" : "?") + "user="
                        + store.database.user() + "&password=" + store.database.password()));
        PrintWriter writer = new PrintWriter(said);
        int code = Backstory.run(writer, writer, arguments.toArray(String[]::new));
        return code + " " + said;
    }
}
