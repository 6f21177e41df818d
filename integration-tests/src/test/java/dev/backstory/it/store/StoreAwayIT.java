package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Personal;
import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.StoreUnavailableException;
import dev.backstory.context.UuidV7;
import dev.backstory.it.CausesResolve;
import dev.backstory.it.PostgresServer;
import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.postgres.PostgresEventStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class StoreAwayIT {

    private static final String SECRET = "correct-horse";

    /** Far less than a driver without limits would take, and more than a stalled machine does. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void a_database_that_was_never_there_is_named_in_time() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        refusesInTime(port);
    }

    @Test
    void a_database_that_accepts_and_never_answers_is_named_in_time() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            refusesInTime(silent.getLocalPort());
        }
    }

    @EachJdk(alone = true)
    @Proves("never.blocks")
    void a_request_under_the_agent_goes_on_in_time_without_a_database(Jdk jdk) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TestJvm jvm = TestJvm.of(App.class)
                    .on(jdk)
                    .property("backstory.url=jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/shop")
                    .property("backstory.store.wait=1s")
                    .property("backstory.shutdown.wait=1s")
                    .start();
            try (jvm) {
                long began = System.nanoTime();
                assertThat(jvm.call("request").returned()).isEqualTo("not stored, not stored");
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
            }
            assertThat(jvm.output()).doesNotContain("did not end by itself");
        }
    }

    static final class App {

        private App() {}

        /** What became of an event that it publishes itself, and of one that it has a pool publish. */
        static String request() throws Exception {
            List<String> became = new ArrayList<>();
            ExecutorService pool = Executors.newFixedThreadPool(1);
            Case.inStep("request", () -> {
                became.add(publish());
                became.add(pool.submit(App::publish).get());
            });
            pool.shutdown();
            return String.join(", ", became);
        }

        private static String publish() {
            try {
                Case.publish("Lost");
                return "stored";
            } catch (StoreUnavailableException e) {
                return "not stored";
            }
        }
    }

    private static void refusesInTime(int port) {
        long began = System.nanoTime();
        EventPublisher publisher = Publishers.to("jdbc:postgresql://127.0.0.1:" + port + "/shop", "shop", SECRET, "1s");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
        long asked = System.nanoTime();
        assertThatThrownBy(() -> publisher.publish(Event.of("Lost").build()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("not stored")
                .hasMessageNotContaining(SECRET);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(PATIENCE);
        assertThat(publisher.publishAsync(Event.of("Lost").build()))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(StoreUnavailableException.class);
        long closed = System.nanoTime();
        publisher.close();
        assertThat(Duration.ofNanos(System.nanoTime() - closed)).isLessThan(PATIENCE);
    }

    record Registered(
            int customerId,
            @Personal(subject = "customer/{customerId}") String email) {}

    @Test
    void publishers_of_many_new_persons_wait_for_an_absent_database_together_and_not_in_turn() throws Exception {
        PostgresServer.Database database = PostgresServer.newDatabase("persons_away");
        ExecutorService threads = Executors.newFixedThreadPool(30);
        try (TcpProxy network = new TcpProxy(TcpProxy.portOf(database.url()))) {
            EventPublisher publisher = Publishers.to(
                    network.url(database.url()),
                    database,
                    Map.of(
                            "backstory.store.wait", "2s",
                            "backstory.shutdown.wait", "2s",
                            "backstory.master-key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
            publisher.publish(new Registered(0, "ann@example.com"));
            network.stall();
            List<Future<Receipt>> asked = new ArrayList<>();
            for (int i = 1; i <= 30; i++) {
                Registered registered = new Registered(i, "ann@example.com");
                asked.add(threads.submit(() -> publisher.publish(registered)));
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(asked).allSatisfy(each -> assertThatThrownBy(each::get)
                    .hasCauseInstanceOf(StoreUnavailableException.class));
            network.back();
            assertThat(publisher.publish(new Registered(31, "ann@example.com")).outcome())
                    .isEqualTo(Receipt.Outcome.STORED);
            publisher.close();
        } finally {
            threads.shutdownNow();
        }
    }

    record Party(List<Registered> guests) {}

    @Test
    void the_keys_of_all_persons_in_an_event_together_are_waited_for_no_longer_than_the_store_is() {
        PostgresServer.Database database = PostgresServer.newDatabase("persons_slow");
        database.execute(PostgresEventStore.schemaSql());
        List<Registered> guests = IntStream.rangeClosed(1, 60)
                .mapToObj(i -> new Registered(i, "ann@example.com"))
                .toList();
        try (TcpProxy network = new TcpProxy(TcpProxy.portOf(database.url()));
                EventPublisher publisher = Publishers.to(
                        network.url(database.url()),
                        database,
                        Map.of(
                                "backstory.store.wait", "5s",
                                "backstory.shutdown.wait", "2s",
                                "backstory.master-key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="))) {
            publisher.publish(new Registered(0, "ann@example.com"));
            // Each answer is in time, and all of them together are not.
            network.slow(Duration.ofSeconds(1));
            long asked = System.nanoTime();
            assertThatThrownBy(() -> publisher.publish(new Party(guests)))
                    .isInstanceOfSatisfying(StoreUnavailableException.class, each -> assertThat(each.mayBeStored())
                            .isFalse())
                    .hasMessageContaining("keys");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(PATIENCE);
            network.back();
            assertThat(publisher.publish(new Party(guests)).outcome()).isEqualTo(Receipt.Outcome.STORED);
        }
    }

    @Test
    void on_a_connection_that_commits_by_itself_and_breaks_before_the_answer_an_event_may_be_stored() throws Exception {
        PostgresServer.Database database = PostgresServer.newDatabase("broken_connection");
        String id = UuidV7.nextText();
        try (TcpProxy network = new TcpProxy(TcpProxy.portOf(database.url()));
                EventPublisher publisher = Publishers.to(database.url(), database, Map.of());
                Connection connection = DriverManager.getConnection(
                        network.url(database.url()), database.user(), database.password())) {
            assertThat(publisher.publish(Event.of("Sent"), connection).outcome())
                    .isEqualTo(Receipt.Outcome.STORED);
            network.truncateAnswersAfter(0);
            assertThatThrownBy(() -> publisher.publish(Event.of("Sent").id(id), connection))
                    .isInstanceOfSatisfying(PublishException.class, each -> assertThat(each.mayBeStored())
                            .isTrue());
            assertThat(publisher.reader().event(id)).isNotNull();
        }
    }

    @Test
    void a_database_killed_under_load_loses_and_doubles_nothing_and_is_found_again(@TempDir Path directory)
            throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path data = directory.resolve("data");
        EmbeddedPostgres server = start(data, port);
        EventPublisher publisher =
                Publishers.to("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres", "2s");
        Set<String> stored = ConcurrentHashMap.newKeySet();
        Set<String> notStored = ConcurrentHashMap.newKeySet();
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> {
                    while (!enough.get()) {
                        Publishers.publish(publisher, "load", stored, notStored);
                    }
                });
            }
            Awaitility.await().until(() -> stored.size() > 200);
            kill(data);
            server.close();
            Awaitility.await().until(() -> notStored.size() >= 8);
            int before = stored.size();
            server = start(data, port);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> stored.size() > before + 200);
            enough.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

            List<String> inDatabase = new ArrayList<>();
            publisher.reader().story("load").events().forEach(each -> inDatabase.add(each.id()));
            assertThat(inDatabase).doesNotHaveDuplicates().containsAll(stored);
            assertThat(inDatabase).doesNotContainAnyElementsOf(notStored);
            CausesResolve.in(new PostgresServer.Database(
                    "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres"));
        } finally {
            enough.set(true);
            threads.shutdownNow();
            publisher.close();
            server.close();
        }
    }

    private static EmbeddedPostgres start(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** Without a word to anyone, as when the machine loses power. */
    private static void kill(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
