package dev.backstory;

import dev.backstory.store.EventFilter;
import dev.backstory.store.FollowerStatus;
import java.sql.Connection;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * until the handler takes it.
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
         * @param connection in the transaction that moves the place; not the handler's to commit, and not to be used afterwards
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

        /** Only events that pass; otherwise all. It may be another one at the next start: it counts for what is not handled yet. */
        public Builder only(EventFilter events) {
            this.filter = Objects.requireNonNull(events, "events");
            return this;
        }

        /** A name that is new begins with what is stored from now on, and not with the first event that there is. */
        public Builder fromNow() {
            this.fromNow = true;
            return this;
        }

        /** Starts it, on a thread of its own. */
        public Follower start(Handler handler) {
            Objects.requireNonNull(handler, "handler");
            return followers.start(name, filter, fromNow, (event, connection) -> handler.handle(event));
        }

        /**
         * Starts it, on a thread of its own. The handler gets the connection on whose transaction the place is moved: what it changes
         * there is committed with it, or not at all. Publish there with {@link EventPublisher#publish(Object, Connection)}.
         */
        public Follower startInTransaction(TransactionHandler handler) {
            Objects.requireNonNull(handler, "handler");
            return followers.start(
                    name, filter, fromNow, (event, connection) -> handler.handle(event, given(connection)));
        }

        private static Connection given(@Nullable Connection connection) {
            if (connection == null) {
                throw new UnsupportedOperationException("This store has no transactions: start(event -> …)");
            }
            return connection;
        }
    }
}
