package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventPage;
import dev.backstory.store.FollowerStatus;
import dev.backstory.store.FollowerTurns;
import dev.backstory.store.postgres.Followers;
import dev.backstory.store.postgres.PostgresEventStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Followers of a database, beyond what {@link FollowingContract} says: transactions, deaths, outages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FollowersIT {

    private final PostgresServer.Database database = PostgresServer.newDatabase("followers");
    private final Queue<String> handled = new ConcurrentLinkedQueue<>();
    private EventPublisher publisher;

    @BeforeAll
    void start() {
        // As reliability.md recommends it, for all but the handlers of followers.
        for (String timeout : List.of("idle_in_transaction_session_timeout", "transaction_timeout")) {
            // The second one since PostgreSQL 17.
            database.execute("DO $$ BEGIN IF current_setting('" + timeout + "', true) IS NOT NULL THEN"
                    + " EXECUTE format('ALTER DATABASE %I SET " + timeout + " = ''1min''', current_database());"
                    + " END IF; END $$");
        }
        publisher = Publishers.to(database);
        publisher.publish(Event.of("Opened"));
        database.execute("CREATE TABLE effect (event_id uuid)");
    }

    @AfterAll
    void end() {
        publisher.close();
    }

    private Follower following(String type) {
        return publisher.follower(type).only(EventFilter.types(type)).start(event -> handled.add(event.id()));
    }

    private List<String> publish(String type, int many) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ids.add(publisher.publish(Event.of(type).correlationId(type)).eventId());
        }
        return ids;
    }

    private void awaitHandled(List<String> ids) {
        await().until(() -> handled.size() >= ids.size());
        assertThat(handled).containsExactlyElementsOf(ids);
        handled.clear();
    }

    private String effects() {
        return String.valueOf(database.queryOne("SELECT count(*) || ' of ' || count(DISTINCT event_id) FROM effect"));
    }

    @Test
    void what_commits_late_comes_late_and_is_not_skipped() throws Exception {
        try (Connection early = database.connect();
                Connection late = database.connect();
                PostgresEventStore store = PostgresEventStore.builder()
                        .dataSource(database.dataSource())
                        .build();
                FollowerTurns turns = store.follow("waiting", EventFilter.ALL, true);
                Follower follower = following("Overlapping")) {
            awaitHandled(publish("Overlapping", 1));
            early.setAutoCommit(false);
            late.setAutoCommit(false);
            // The late one draws its position and its transaction id first.
            Receipt last = publisher.publish(Event.of("Overlapping"), late);
            Receipt first = publisher.publish(Event.of("Overlapping"), early);
            turns.begin();
            early.commit();
            assertThat(turns.take((event, connection, settlement) -> {})).isEqualTo(FollowerTurns.Turn.NOTHING);
            assertThat(turns.heldUpSince()).as("what its lag is").isNotNull();
            List<String> ids = new ArrayList<>(List.of(last.eventId(), first.eventId()));
            ids.addAll(publish("Overlapping", 1));
            await().until(() -> follower.status().heldUpBy() != null);
            assertThat(follower.status().heldUpBy()).contains("PostgreSQL process");
            EventPage page = publisher.reader().after(publisher.reader().end(), EventFilter.ALL, 10);
            assertThat(page.events()).isEmpty();
            assertThat(page.heldUpBy()).contains("PostgreSQL process");
            assertThat(handled).isEmpty();
            late.commit();
            awaitHandled(ids);
        }
    }

    @Test
    void a_process_that_is_killed_while_it_handles_an_event_leaves_nothing_undone_and_nothing_done_twice()
            throws Exception {
        List<String> ids = publish("Counted", 60);
        try (FollowingJvm victim = FollowingJvm.start(database, "Counted", 40)) {
            await().until(() -> victim.says("IN HAND"));
            assertThat(effects()).isEqualTo("40 of 40");
            // As long as it lives, the name is its own.
            silent("Counted");
            assertThat(turn("Counted")).isEqualTo(FollowerTurns.Turn.NOT_OURS);
            try (Follower heir = FollowingJvm.follow(publisher, "Counted", -1)) {
                assertThat(heir.status().instanceId()).as("the victim").isNotNull();
                victim.kill();
                await().until(() -> effects().startsWith("60"));
                await().until(() -> heir.status().behindSince() == null);
            }
        }
        assertThat(effects()).isEqualTo("60 of 60");
        List<RecordedEvent> story = publisher.reader().story("Counted").events();
        assertThat(story)
                .filteredOn(each -> each.type().equals("Answered"))
                .extracting(RecordedEvent::causationId)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    /** Of a further process. */
    private FollowerTurns.Turn turn(String name) throws Exception {
        try (PostgresEventStore store = PostgresEventStore.builder()
                        .dataSource(database.dataSource())
                        .build();
                FollowerTurns turns = store.follow(name, EventFilter.ALL, false)) {
            return turns.take((event, connection, settlement) -> {
                throw new AssertionError("handled by another process");
            });
        }
    }

    @Test
    void what_a_handler_left_behind_does_not_write_into_the_transaction_of_the_next_event() {
        Queue<Connection> left = new ConcurrentLinkedQueue<>();
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        List<String> ids = publish("LeftBehind", 2);
        try (Follower follower = publisher
                .follower("leaving")
                .only(EventFilter.types("LeftBehind"))
                .startInTransaction((event, connection) -> {
                    left.add(connection);
                    Throwable failure = catchThrowable(() -> execute(left.element(), "SELECT 1"));
                    if (failure != null) {
                        thrown.add(failure);
                    }
                    handled.add(event.id());
                })) {
            awaitHandled(ids);
        }
        assertThat(thrown).hasSize(1).first().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_a_handler_wrote_before_it_threw_is_taken_back_and_the_transaction_is_not_its_own() {
        AtomicInteger attempts = new AtomicInteger();
        Queue<Long> tried = new ConcurrentLinkedQueue<>();
        database.execute("CREATE TABLE note (about text UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        publish("Noted", 1);
        try (Follower follower = publisher
                .follower("noting")
                .only(EventFilter.types("Noted"))
                .startInTransaction((event, connection) -> {
                    tried.add(System.nanoTime());
                    String note = "INSERT INTO note SELECT '" + event.type() + " '"
                            // How soon the server finds out that this process's machine is gone, and how long it waits
                            // for it.
                            + " || current_setting('tcp_keepalives_idle')"
                            + " || current_setting('idle_in_transaction_session_timeout')"
                            + " || coalesce(current_setting('transaction_timeout', true), '0')";
                    try (connection;
                            Statement statement = connection.createStatement()) {
                        statement.execute(note);
                    }
                    switch (attempts.incrementAndGet()) {
                        case 1 -> connection.commit();
                        case 2 -> failUnheard(connection);
                        // Is found out when it is committed.
                        case 3 -> execute(connection, note);
                        case 4 -> execute(connection, "SELECT pg_terminate_backend(pg_backend_pid())");
                        default -> handled.add(event.id());
                    }
                })) {
            await().until(() -> follower.status().behindSince() == null);
        }
        assertThat(attempts).hasValue(5);
        assertThat(database.queryOne("SELECT string_agg(about, ' ') FROM note")).isEqualTo("Noted 1000");
        handled.clear();
        assertThat(Duration.ofNanos(new ArrayList<>(tried).get(4) - tried.element()))
                .as("pauses that grow, whatever failed")
                .isGreaterThanOrEqualTo(Duration.ofMillis(250 + 500 + 1000 + 2000));
        publish("AfterNoted", 1);
        assertThat(publisher.reader().story("Noted").steps())
                .as("each is an attempt that failed")
                .extracting(each -> each.attributes().get("attempt") + " " + each.error())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("null java.lang.IllegalStateException"),
                        second -> assertThat(second).isEqualTo("2 org.postgresql.util.PSQLException"),
                        third -> assertThat(third).isEqualTo("3 org.postgresql.util.PSQLException"),
                        fourth -> assertThat(fourth).isEqualTo("4 org.postgresql.util.PSQLException"));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What was said before it is lost with it, although nobody throws. */
    private static void failUnheard(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 / 0");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("22012");
        }
    }

    @Test
    void what_a_journal_stores_after_an_outage_is_followed_and_so_is_what_comes_when_a_network_breaks(
            @TempDir Path journal) throws Exception {
        try (TcpProxy network = new TcpProxy(TcpProxy.portOf(database.url()))) {
            EventPublisher cut = Publishers.to(
                    TcpProxy.url(database.url(), network.port()),
                    database,
                    Map.of("backstory.store.wait", "1s", "backstory.journal.dir", journal.toString()));
            try (Follower here = following("Journaled");
                    Follower there = cut.follower("there")
                            .only(EventFilter.types("Journaled"))
                            .start(event -> handled.add("there " + event.id()))) {
                awaitBoth(publish("Journaled", 1));
                network.away();
                Receipt late = cut.publish(Event.of("Journaled"));
                assertThat(late.outcome()).isEqualTo(Receipt.Outcome.JOURNALED);
                List<String> ids = publish("Journaled", 2);
                await().until(() -> handled.containsAll(ids));
                network.back();
                ids.add(late.eventId());
                awaitBoth(ids);
            }
            cut.close();
        }
    }

    private void awaitBoth(List<String> ids) {
        await().until(() -> handled.size() >= 2 * ids.size());
        assertThat(handled).filteredOn(each -> !each.startsWith("there ")).isEqualTo(ids);
        assertThat(handled)
                .filteredOn(each -> each.startsWith("there "))
                .isEqualTo(ids.stream().map(each -> "there " + each).toList());
        handled.clear();
    }

    @Test
    void a_follower_is_not_removed_while_its_handler_takes_its_time() throws Exception {
        Followers followers = new Followers(database.dataSource());
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        publish("Slow", 1);
        try (Follower slow = publisher
                .follower("Slow")
                .only(EventFilter.types("Slow"))
                .start(event -> {
                    began.countDown();
                    done.await();
                })) {
            began.await();
            silent("Slow");
            assertThat(slow.status().instanceId()).isNotNull();
            assertThatThrownBy(() -> followers.remove("Slow"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(slow.status().instanceId());
            done.countDown();
            await().until(() -> slow.status().behindSince() == null);
        }
        assertThat(followers.remove("Slow")).isTrue();
    }

    /** As if nothing had been heard of its process for long. */
    private void silent(String follower) {
        database.execute("UPDATE backstory.follower SET leader_seen_at = leader_seen_at - interval '1 hour'"
                + " WHERE name = '" + follower + "'");
    }

    @Test
    void an_operator_lets_a_follower_go_on_without_what_its_handler_does_not_take() {
        Followers followers = new Followers(database.dataSource());
        publish("Other", 2);
        List<String> ids = publish("Poisoned", 3);
        try (Follower follower = publisher
                .follower("poisoned")
                .only(EventFilter.types("Poisoned"))
                .start(event -> {
                    if (event.id().equals(ids.get(1))) {
                        throw new IllegalArgumentException("never");
                    }
                    handled.add(event.id());
                })) {
            await().until(() -> follower.status().failures() > 0);
            assertThat(followers.skip("poisoned")).isEqualTo(ids.get(1));
            awaitHandled(List.of(ids.get(0), ids.get(2)));
            await().until(() -> follower.status().behindSince() == null);
            assertThatThrownBy(() -> followers.skip("poisoned")).isInstanceOf(IllegalStateException.class);
        }
        assertThat(followers.skip("no such")).isNull();
    }

    @Test
    void an_operator_sees_each_follower_sets_it_back_and_forgets_it() {
        Followers followers = new Followers(database.dataSource());
        List<String> ids = publish("SetBack", 3);
        try (Follower follower = following("SetBack")) {
            awaitHandled(ids);
            assertThat(followers.all()).extracting(FollowerStatus::name).contains("SetBack");
            assertThat(followers.reset("SetBack", EventPage.START)).isTrue();
            awaitHandled(ids);
            assertThat(follower.status().instanceId()).isNotNull();
        }
        assertThat(followers.remove("SetBack")).isTrue();
        assertThat(followers.remove("SetBack")).isFalse();
        assertThat(followers.reset("SetBack", EventPage.START)).isFalse();
    }
}
