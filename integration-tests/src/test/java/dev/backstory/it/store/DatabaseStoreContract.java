package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryRecords;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a store in a database does beyond {@link EventStoreContract}: it takes part in the transactions of applications that keep
 * their rows there too, and loses nothing when the way to it breaks.
 */
abstract class DatabaseStoreContract extends EventStoreContract {

    private static final int PUBLISHERS = 8;

    private EventPublisher publisher;

    /** A publisher to the store by way of that port of this machine, else as {@link #open(Map)} has it. */
    abstract EventPublisher open(int port, Map<String, String> settings);

    /** Where the store listens on this machine. */
    abstract int port();

    /** An application's own connection to the same database. */
    abstract Connection connect() throws SQLException;

    @Override
    final EventPublisher open(Map<String, String> settings) {
        return open(port(), settings);
    }

    @BeforeAll
    void startOne() {
        publisher = open(Map.of());
    }

    @AfterAll
    void closeOne() {
        publisher.close();
    }

    private static <T> T in(Step step, Callable<T> work) throws Exception {
        Scope scope = step.context().activate();
        try {
            return work.call();
        } finally {
            scope.close();
        }
    }

    private Receipt publish(Step step, Connection connection, String type) throws Exception {
        return in(step, () -> publisher.publish(Event.of(type).build(), connection));
    }

    private StoryRecords story(Step step) {
        return publisher.reader().story(step.correlationId());
    }

    private static List<String> types(StoryRecords story) {
        return story.events().stream().map(RecordedEvent::type).toList();
    }

    @Test
    void an_event_in_the_callers_transaction_is_stored_with_it_or_not_at_all() throws Exception {
        Step step = Step.of(Step.REQUEST, "rolled back, then committed").start();
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("SET LOCAL search_path = ''");
            assertThat(publish(step, connection, "RolledBack").outcome()).isEqualTo(Receipt.Outcome.IN_TRANSACTION);
            connection.rollback();
            publish(step, connection, "Committed");
            assertThat(story(step).events()).isEmpty();
            connection.commit();
        }
        assertThat(types(story(step))).containsExactly("Committed");
        assertThat(story(step).steps()).extracting(RecordedStep::id).containsExactly(step.id());
    }

    @Test
    void a_savepoint_takes_back_what_was_published_since() throws Exception {
        Step step = Step.of(Step.REQUEST, "partly rolled back").start();
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            Savepoint nothing = connection.setSavepoint();
            publish(step, connection, "First");
            connection.rollback(nothing);
            publish(step, connection, "Kept");
            Savepoint kept = connection.setSavepoint();
            publish(step, connection, "TakenBack");
            connection.rollback(kept);
            publish(step, connection, "Last");
            connection.commit();
        }
        assertThat(types(story(step))).containsExactly("Kept", "Last");
        assertThat(story(step).steps()).extracting(RecordedStep::id).containsExactly(step.id());
    }

    @Test
    void on_a_connection_without_a_transaction_an_event_is_stored_at_once() throws Exception {
        Step step = Step.of(Step.REQUEST, "autocommit").start();
        try (Connection connection = connect()) {
            Receipt receipt = publish(step, connection, "AtOnce");
            assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.STORED);
            assertThat(story(step).events()).singleElement().satisfies(stored -> {
                assertThat(stored.id()).isEqualTo(receipt.eventId());
                assertThat(stored.position()).isEqualTo(receipt.position());
            });
        }
    }

    @Test
    void an_id_with_other_content_is_refused_and_the_transaction_goes_on() throws Exception {
        Step step = Step.of(Step.REQUEST, "a taken id").start();
        String id = in(step, () -> publisher.publish(Event.of("Taken").data(Map.of("n", 1))))
                .eventId();
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            publish(step, connection, "Before");
            assertThatThrownBy(() -> publisher.publish(
                            Event.of("Taken").id(id).data(Map.of("n", 2)).build(), connection))
                    .isInstanceOf(PublishException.class)
                    .hasMessageContainingAll(id, "other content");
            publish(step, connection, "After");
            connection.commit();
        }
        assertThat(types(story(step))).containsExactly("Taken", "Before", "After");
    }

    @Test
    void an_open_transaction_that_holds_a_storys_first_event_delays_nobody() throws Exception {
        Step step = Step.of(Step.REQUEST, "still open").start();
        try (Connection open = connect()) {
            open.setAutoCommit(false);
            publish(step, open, "First");
            List<List<Receipt>> others =
                    together(thread -> List.of(in(step, () -> publisher.publish(Event.of("Other")))));
            assertThat(others)
                    .allSatisfy(each ->
                            assertThat(each).extracting(Receipt::outcome).containsOnly(Receipt.Outcome.STORED));
            open.rollback();
        }
        assertThat(story(step).events()).hasSize(PUBLISHERS).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo("Other");
            assertThat(event.causationId()).isEqualTo(step.id());
        });
        assertThat(story(step).steps()).extracting(RecordedStep::id).containsExactly(step.id());
    }

    @Test
    void the_cause_of_a_second_event_resolves_after_the_first_was_rolled_back() throws Exception {
        Step step = Step.of(Step.REQUEST, "rolled back, then stored by itself").start();
        try (Connection open = connect()) {
            open.setAutoCommit(false);
            publish(step, open, "RolledBack");
            open.rollback();
        }
        in(step, () -> publisher.publish(Event.of("Stored")));
        assertThat(story(step).events()).singleElement().satisfies(event -> assertThat(event.causationId())
                .isEqualTo(story(step).steps().get(0).id()));
    }

    /** What happens to a network. */
    enum Fault {
        CUT,
        ANSWERS_TORN,
        STALLED,
        AWAY;

        void strike(TcpProxy network) {
            switch (this) {
                case CUT -> network.cut();
                case ANSWERS_TORN -> network.truncateAnswersAfter(1_000);
                case STALLED -> network.stall();
                case AWAY -> network.away();
            }
        }

        boolean lasts() {
            return this == STALLED || this == AWAY;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(180)
    void a_network_that_breaks_loses_nothing_that_was_said_to_be_stored_and_is_gone_over_again(Fault fault)
            throws Exception {
        String story = "broken-" + fault;
        Set<String> stored = ConcurrentHashMap.newKeySet();
        Set<String> notStored = ConcurrentHashMap.newKeySet();
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        try (TcpProxy network = new TcpProxy(port())) {
            EventPublisher through =
                    open(network.port(), Map.of("backstory.store.wait", "2s", "backstory.shutdown.wait", "2s"));
            for (int i = 0; i < PUBLISHERS; i++) {
                threads.execute(() -> {
                    while (!enough.get()) {
                        Publishers.publish(through, story, stored, notStored);
                    }
                });
            }
            Awaitility.await().until(() -> stored.size() > 100);
            fault.strike(network);
            if (fault.lasts()) {
                Awaitility.await("each publisher hears of it").until(() -> notStored.size() >= PUBLISHERS);
                assertThatThrownBy(() -> through.reader().story(story)).isInstanceOf(RuntimeException.class);
            }
            network.back();
            int before = stored.size();
            Awaitility.await("it goes on").until(() -> stored.size() > before + 100);
            enough.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(through.reader().story(story).events()).isNotEmpty();
            through.close();
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
        assertThat(publisher.reader().story(story).events())
                .extracting(RecordedEvent::id)
                .doesNotHaveDuplicates()
                .containsAll(stored)
                .allSatisfy(id -> assertThat(notStored).doesNotContain(id));
    }
}
