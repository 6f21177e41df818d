package dev.backstory.store;

import dev.backstory.RecordedEvent;
import java.sql.Connection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One process's part in following a store under a name, for {@link dev.backstory.Follower}. The store keeps the place of the name, and
 * lets one process at a time go on from it. Used by one thread, but for {@link #status}.
 */
public interface FollowerTurns extends AutoCloseable {

    /** How a turn went. */
    enum Turn {
        /** Another process has the name. */
        NOT_OURS,
        /** There was nothing to do that is final. */
        NOTHING,
        /** It was looked for events, and there may be one; none has been handled yet. */
        LOOKED,
        /** An event has been handled, and that is so for good; there may be more. */
        HANDLED
    }

    /** What is done with an event. */
    interface Delivery {
        /**
         * With the connection on whose transaction the place is moved; null where there is none.
         *
         * @param settlement to be asked for in the end: an event of which that fails has not been handled
         */
        void deliver(RecordedEvent event, @Nullable Connection connection, Settlement settlement) throws Exception;
    }

    /** Moves the place over the event, and commits. */
    interface Settlement {
        /** Throws why it could not be done. */
        void settle() throws Exception;
    }

    /**
     * Takes the place of a name that is new and begins with now, before the first turn is taken. Otherwise the first turn that succeeds
     * does so.
     *
     * @throws Exception why the store did not do it
     */
    void begin() throws Exception;

    /** Whether deliveries get a connection. */
    boolean isTransactional();

    /**
     * Delivers the next event, if there is one, and moves the place over it: both or none. When the delivery fails the place goes on
     * no further than to just before the event, the failure is noted for {@link #status}, and thrown again.
     *
     * @throws Exception what the delivery has thrown, or why the store did not do it
     */
    Turn take(Delivery delivery) throws Exception;

    /**
     * When the first event was recorded that is stored and could not be handled yet because it is not final, as far as a turn that did
     * nothing has seen; null when there is none.
     */
    @Nullable
    Instant heldUpSince();

    /**
     * Says that this process keeps its name while it pauses after a failure.
     *
     * @throws Exception why the store did not do it
     */
    void hold() throws Exception;

    /** How the follower of that name is, whichever process it is in. */
    FollowerStatus status();

    /** Leaves the name to others. */
    @Override
    void close();
}
