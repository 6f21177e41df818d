package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stores a batch in order; when the database refuses something in it, in ever smaller parts: only the culprit is refused, and
 * one that waits for another transaction holds up the others for about as long as one wait.
 */
final class Culprits<T> {

    /** What stores, and what is done with a culprit. */
    interface Storing<T> {
        void store(Connection connection, List<T> part, LockWait wait) throws SQLException;

        void refuse(T culprit, SQLException reason) throws SQLException;

        /** Whether that part is not to be tried any more: others have waited long enough. */
        default boolean leave(List<T> part) {
            return false;
        }
    }

    private static final long SHORT_WAITS = TimeUnit.SECONDS.toNanos(1);

    private final Connection connection;
    private final Storing<T> storing;
    private LockWait wait;
    private long shortUntil;

    Culprits(Connection connection, Storing<T> storing, LockWait first) {
        this.connection = connection;
        this.storing = storing;
        this.wait = first;
        this.shortUntil = System.nanoTime() + SHORT_WAITS;
    }

    /** Throws when the database is away; what was stored before is. */
    void store(List<T> batch) throws SQLException {
        if (storing.leave(batch)) {
            return;
        }
        SQLException refusal = refusal(batch);
        if (refusal == null) {
            return;
        }
        if (batch.size() == 1) {
            // The wait may have been one for something else, which has passed. Now it is a short one.
            SQLException again = Refusals.isHeld(refusal) ? refusal(batch) : refusal;
            if (again != null) {
                storing.refuse(batch.get(0), again);
            }
            return;
        }
        int half = batch.size() / 2;
        store(batch.subList(0, half));
        store(batch.subList(half, batch.size()));
    }

    /** Null when it is stored. */
    private @Nullable SQLException refusal(List<T> part) throws SQLException {
        try {
            storing.store(connection, part, wait);
            return null;
        } catch (SQLException e) {
            if (Refusals.isOutage(connection, e)) {
                throw e;
            }
            if (Refusals.isHeld(e)) {
                shorten();
            }
            return e;
        }
    }

    private void shorten() {
        if (wait == LockWait.LONG) {
            wait = LockWait.SHORT;
            shortUntil = System.nanoTime() + SHORT_WAITS;
        } else if (shortUntil - System.nanoTime() <= 0) {
            wait = LockWait.HARDLY;
        }
    }
}
