package dev.backstory;

import dev.backstory.store.PendingEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the store within a bound. */
final class StoreWait {

    private StoreWait() {}

    /**
     * Waits until that long after {@code began}, a {@link System#nanoTime}: the store itself may have waited for room.
     *
     * <p>An interrupted thread waits on: the wait is bounded, the event is on its way, and a worker that is told to stop must
     * still learn whether what it did was recorded. It stays interrupted.
     */
    static Receipt await(CompletableFuture<Receipt> stored, PendingEvent event, long began, Duration wait) {
        boolean interrupted = false;
        long deadline = began + wait.toNanos();
        try {
            while (true) {
                try {
                    return stored.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            throw new StoreUnavailableException(
                    "The event store did not answer within " + Setting.STORE_WAIT.key + "=" + wait.toMillis()
                            + "ms; event " + event.type() + " " + event.id() + " may still be stored.",
                    e,
                    true);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A new exception of the same class, so that the stack trace shows who published. */
    private static PublishException failure(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        boolean mayBeStored = cause instanceof PublishException refused && refused.mayBeStored();
        return cause instanceof StoreUnavailableException
                ? new StoreUnavailableException(message, cause, mayBeStored)
                : new PublishException(message, cause, mayBeStored);
    }
}
