package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.StoreUnavailableException;
import dev.backstory.context.UuidV7;
import dev.backstory.it.CausesResolve;
import dev.backstory.it.PostgresServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60)
class GroupCommitIT {

    private static final int PUBLISHERS = 64;
    private static final int EACH = 50;

    private PostgresServer.Database database;
    private EventPublisher publisher;

    @BeforeAll
    void open() {
        database = PostgresServer.newDatabase("group_commit");
        publisher = Publishers.to(database);
    }

    @AfterAll
    void close() {
        publisher.close();
        CausesResolve.in(database);
    }

    @Test
    void a_publisher_that_is_alone_stores_on_its_own_thread() {
        String noting = database.url() + (database.url().contains("?") ? "&" : "?") + "socketFactory="
                + WritingThreads.class.getName();
        try (EventPublisher alone = Publishers.to(noting, database, Map.of())) {
            // Not while the store connects, or keeps its heartbeat.
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                alone.publish(Event.of("Alone"));
                return WritingThreads.SEEN.contains(Thread.currentThread());
            });
        }
    }

    @Test
    void sixty_four_publishers_each_get_their_own_receipts_in_their_own_order() throws Exception {
        List<List<Receipt>> receipts = together(number -> {
            List<Receipt> own = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                own.add(publisher.publish(Event.of("Many")
                        .data(Map.of("publisher", number, "i", i))
                        .correlationId("many-" + number)
                        .build()));
            }
            return own;
        });
        for (int number = 0; number < PUBLISHERS; number++) {
            List<RecordedEvent> stored =
                    publisher.reader().story("many-" + number).events();
            assertThat(stored)
                    .extracting(RecordedEvent::id)
                    .containsExactlyElementsOf(
                            receipts.get(number).stream().map(Receipt::eventId).toList());
            assertThat(stored)
                    .extracting(RecordedEvent::position)
                    .containsExactlyElementsOf(
                            receipts.get(number).stream().map(Receipt::position).toList());
        }
    }

    @Test
    void an_event_that_the_database_refuses_fails_alone() throws Exception {
        // A number that JSON allows and jsonb does not.
        Object poison = Map.of("n", new BigDecimal("1e200000"));
        List<CompletableFuture<Receipt>> good = new ArrayList<>();
        CompletableFuture<Receipt> bad = new CompletableFuture<>();
        for (int i = 0; i < 200; i++) {
            good.add(publisher.publishAsync(
                    Event.of("Good").correlationId("poisoned").build()));
            if (i == 100) {
                bad = publisher.publishAsync(Event.of("Poison").data(poison).build());
            }
        }
        for (CompletableFuture<Receipt> each : good) {
            assertThat(each.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Receipt.Outcome.STORED);
        }
        CompletableFuture<Receipt> refused = bad;
        assertThatThrownBy(() -> refused.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PublishException.class)
                .isNotInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Poison");
        assertThat(publisher.reader().story("poisoned").events()).hasSize(200);
    }

    @Test
    void an_id_that_an_open_transaction_has_used_fails_alone_and_in_time_for_those_beside_it() throws Exception {
        String id = UuidV7.nextText();
        Event first = Event.of("Held").id(id).build();
        Event second = Event.of("Held").id(UuidV7.nextText()).build();
        try (Connection open = database.connect()) {
            open.setAutoCommit(false);
            publisher.publish(first, open);
            publisher.publish(second, open);
            CompletableFuture<Receipt> waiting = publisher.publishAsync(first);
            // Meanwhile the others come together in one batch.
            await().until(() -> "1"
                    .equals(database.queryOne("SELECT count(*) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND wait_event_type = 'Lock'")));
            CompletableFuture<Receipt> culprit = publisher.publishAsync(second);
            List<Receipt> receipts = together(number -> publisher.publish(Event.of("Beside")));
            assertThat(receipts).extracting(Receipt::outcome).containsOnly(Receipt.Outcome.STORED);
            for (CompletableFuture<Receipt> each : List.of(waiting, culprit)) {
                assertThat(each)
                        .failsWithin(Duration.ofSeconds(10))
                        .withThrowableThat()
                        .withMessageContaining("may be stored when that ends")
                        .satisfies(e -> assertThat(e.getCause())
                                .isInstanceOfSatisfying(
                                        PublishException.class, refused -> assertThat(refused.mayBeStored())
                                                .isTrue()));
            }
            assertThatThrownBy(() -> publisher.publish(first))
                    .isInstanceOfSatisfying(PublishException.class, refused -> assertThat(refused.mayBeStored())
                            .isTrue());
            open.commit();
        }
        assertThat(publisher.reader().event(id)).isNotNull();
    }

    @Test
    void a_publisher_that_is_alone_stores_its_event_when_the_table_was_locked_for_a_while() throws Exception {
        publisher.publish(Event.of("First"));
        try (Connection altering = database.connect();
                Statement statement = altering.createStatement()) {
            altering.setAutoCommit(false);
            statement.execute("LOCK TABLE backstory.event IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<Receipt> published = publisher.publishAsync(Event.of("Alone"));
            String waiting = "SELECT max(query_start) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock'";
            await().until(() -> database.queryOne(waiting) != null);
            String first = Objects.requireNonNull(database.queryOne(waiting));
            // It has waited as long as for any event's id, has learnt that nobody has that, and waits again.
            await().until(() -> {
                String now = database.queryOne(waiting);
                return now != null && !now.equals(first);
            });
            altering.rollback();
            assertThat(published.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Receipt.Outcome.STORED);
        }
    }

    @Test
    void who_is_told_may_publish_and_wait_for_that() throws Exception {
        try (TcpProxy network = new TcpProxy(TcpProxy.portOf(database.url()));
                EventPublisher asking = Publishers.to(network.url(database.url()), database, Map.of())) {
            asking.publish(Event.of("First"));
            network.stall();
            CompletableFuture<Receipt> published =
                    asking.publishAsync(Event.of("First")).thenApply(first -> asking.publish(Event.of("Second")));
            CompletableFuture<Receipt> joined = asking.publishAsync(Event.of("First"))
                    .thenApply(first -> asking.publishAsync(Event.of("Second")).join());
            CompletableFuture<Receipt> refused = asking.publishAsync(
                            Event.of("Poison").data(Map.of("n", new BigDecimal("1e200000"))))
                    .exceptionally(e -> asking.publish(Event.of("Refused")));
            network.back();
            for (CompletableFuture<Receipt> each : List.of(published, joined, refused)) {
                assertThat(each.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Receipt.Outcome.STORED);
            }
        }
    }

    @Test
    void what_was_handed_over_is_stored_when_the_publisher_is_closed() {
        EventPublisher closing = Publishers.to(database);
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            receipts.add(closing.publishAsync(
                    Event.of("BeforeClose").correlationId("closing").build()));
        }
        closing.close();
        assertThat(receipts).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ZERO));
        assertThat(publisher.reader().story("closing").events()).hasSize(2_000);
        assertThat(closing.publishAsync(Event.of("Late").build()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("closed");
    }

    @Test
    void publishers_wait_for_room_and_lose_nothing_and_their_order() {
        EventPublisher small = limited(database.url(), "wait");
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            receipts.add(small.publishAsync(
                    Event.of("Waited").correlationId("waited").data(Map.of("i", i))));
        }
        List<String> ids = receipts.stream().map(each -> each.join().eventId()).toList();
        assertThat(publisher.reader().story("waited").events())
                .extracting(RecordedEvent::id)
                .containsExactlyElementsOf(ids);
        small.close();
    }

    @Test
    void publishers_are_refused_at_once_where_that_is_asked_for_and_what_was_taken_is_stored() {
        try (TcpProxy network = new TcpProxy(TcpProxy.portOf(database.url()))) {
            EventPublisher small = limited(network.url(database.url()), "fail");
            small.publish(Event.of("Refused").correlationId("refused"));
            network.stall();
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                receipts.add(small.publishAsync(Event.of("Refused").correlationId("refused")));
            }
            Map<Boolean, List<CompletableFuture<Receipt>>> isRefused =
                    receipts.stream().collect(Collectors.partitioningBy(CompletableFuture::isCompletedExceptionally));
            List<CompletableFuture<Receipt>> refused = isRefused.getOrDefault(true, List.of());
            List<CompletableFuture<Receipt>> taken = isRefused.getOrDefault(false, List.of());
            assertThat(refused).hasSizeBetween(400, 499).allSatisfy(each -> assertThat(each)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withMessageContainingAll("backstory.queue.size", "not stored"));
            network.back();
            assertThat(taken).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(10)));
            assertThat(publisher.reader().story("refused").events()).hasSize(taken.size() + 1);
            small.close();
        }
    }

    private EventPublisher limited(String url, String whenFull) {
        return EventPublisher.builder()
                .setting("backstory.url", url)
                .setting("backstory.user", database.user())
                .setting("backstory.password", database.password())
                .setting("backstory.store.wait", "10s")
                .setting("backstory.queue.size", "50KB")
                .setting("backstory.queue.full", whenFull)
                .build();
    }

    private interface Work<T> {
        T of(int number) throws Exception;
    }

    private static <T> List<T> together(Work<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                int number = i;
                running.add(threads.submit(() -> work.of(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get(30, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
