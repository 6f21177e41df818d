package dev.backstory;

import dev.backstory.store.EventFilter;
import dev.backstory.store.FollowerStatus;
import dev.backstory.store.FollowerTurns;
import java.sql.Connection;
import java.time.Duration;
import java.util.Objects;

/**
 * Reacts to stored events, one after the other, under a name:
 *
 * <pre>{@code
 * Follower receipts = Events.follower("receipts")
 *         .only(EventFilter.types("OrderPlaced"))
 *         .start(event -> mail.send(receiptFor(event)));
 * }</pre>
 *
 * <p>The store keeps the place of each name, and one process at a time goes on from it; when that one ends or dies another that was
 * started takes over. Events come in the order in which they became final, which is the same whenever it is read: what a long
 * transaction commits late, or a journal stores after an outage, comes late and is never skipped.
 *
 * <p><b>How often.</b> Each event is handled at least once: what a handler has done outside of the database is done again when the process
 * dies before the place is moved. What it does {@linkplain Builder#startInTransaction on the connection that it is given}, events that it
 * publishes there included, is done exactly once.
 *
 * <p><b>Failures.</b> When a handler throws, nothing further is handled: the event is tried again, after pauses that grow to half a minute,
 * until the handler takes it, or an operator lets the follower skip it.
 *
 * <p><b>The story goes on.</b> What a handler publishes is caused by the event that it handles and belongs to its story, and so does
 * what it hands to other threads or processes.
 */
public final class Follower implements AutoCloseable {

    /** Does something about an event. */
    @FunctionalInterface
    public interface Handler {
        /** Whatever it throws, the event is handled again later. */
        void handle(RecordedEvent event) throws Exception;
    }

    /** Does something about an event, in the database that it is stored in. */
    @FunctionalInterface
    public interface TransactionHandler {
        /**
         * Whatever it throws, what it did on the connection is rolled back and the event is handled again later.
         *
         * @param connection in the transaction that moves the place; not the handler's to commit, and of no use once the handler has
         *     returned. What it makes and what it unwraps to know the driver's connection: that is the store's, so neither commit it nor
         *     keep a statement
         */
        void handle(RecordedEvent event, Connection connection) throws Exception;
    }

    private final FollowerThread thread;
    private final Duration patience;

    Follower(FollowerThread thread, Duration patience) {
        this.thread = thread;
        this.patience = patience;
        thread.start();
    }

    /** Under which name it follows. */
    public String name() {
        return thread.name();
    }

    /**
     * How it is, whichever process has the name. Asks the store.
     *
     * @throws StoreUnavailableException when the store does not answer
     */
    public FollowerStatus status() {
        return thread.status();
    }

    FollowerThread thread() {
        return thread;
    }

    /** Ends once the event in hand is handled, but waits for it no longer than {@code backstory.shutdown.wait}; leaves the name to others. */
    @Override
    public void close() {
        thread.stop(patience);
    }

    /** A follower before it starts. */
    public static final class Builder {

        private final RunningFollowers followers;
        private final String name;
        private EventFilter filter = EventFilter.ALL;
        private boolean fromNow;

        Builder(RunningFollowers followers, String name) {
            this.followers = followers;
            this.name = name;
        }

        /**
         * Only events that pass; otherwise all. It counts for what is not handled yet, in the process that has the name: while processes
         * with the old filter and with the new one run, as during a deployment, each sifts with its own. One that lets more through
         * therefore wants a new name, or a reset when the last old process has ended.
         */
        public Builder only(EventFilter events) {
            this.filter = Objects.requireNonNull(events, "events");
            return this;
        }

        /**
         * A name that is new begins with what is stored once it has been started, and not with the first event that there is. Starting waits
         * for the store to answer, a few seconds at most; where it does not, the follower begins with what is stored once it does.
         */
        public Builder fromNow() {
            this.fromNow = true;
            return this;
        }

        /** Starts it, on a thread of its own. */
        public Follower start(Handler handler) {
            Objects.requireNonNull(handler, "handler");
            return start(followers.turns(name, filter, fromNow), (event, connection) -> handler.handle(event));
        }

        /**
         * Starts it, on a thread of its own. The handler gets the connection on whose transaction the place is moved: what it changes
         * there is committed with it, or not at all. Publish there with {@link EventPublisher#publish(Object, Connection)}.
         *
         * @throws UnsupportedOperationException when the store has no transactions
         */
        public Follower startInTransaction(TransactionHandler handler) {
            Objects.requireNonNull(handler, "handler");
            FollowerTurns turns = followers.turns(name, filter, fromNow);
            if (!turns.isTransactional()) {
                throw new UnsupportedOperationException("This store has no transactions: start(event -> …)");
            }
            return start(
                    turns,
                    (event, connection) -> handler.handle(event, Objects.requireNonNull(connection, "connection")));
        }

        private Follower start(FollowerTurns turns, FollowerStep.Work handler) {
            Follower follower = followers.start(name, turns, handler);
            if (fromNow) {
                follower.thread().awaitBegun();
            }
            return follower;
        }
    }
}
