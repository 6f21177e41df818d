package dev.backstory.store.postgres;

import dev.backstory.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells publishers in time that the store is away, also while the writer hangs in a call to it. */
final class DeadlineWatch implements Runnable {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Backlog backlog;
    private final WriterThread writer;
    private final String where;
    private final Duration wait;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable OwnThread thread;

    DeadlineWatch(Backlog backlog, WriterThread writer, String where, Duration wait) {
        this.backlog = backlog;
        this.writer = writer;
        this.where = where;
        this.wait = wait;
    }

    void start() {
        thread = OwnThread.start("backstory-store-watch", this);
    }

    void stop() {
        stopped.countDown();
        if (thread != null) {
            thread.hasEndedWithin(ENDS_WITHIN);
        }
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(Math.max(1_000_000, backlog.untilDeadline(IDLE_NANOS)), TimeUnit.NANOSECONDS)) {
                try {
                    look();
                } catch (RuntimeException | Error e) {
                    PostgresEventStore.LOG.error("The event store's deadlines could not be looked at; tried again", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        if (backlog.needsJournal(System.nanoTime())) {
            toJournal();
        }
        Backlog.Expired expired = backlog.expire(System.nanoTime());
        expired.unsent().forEach(each -> fail(each, false));
        expired.sent().forEach(each -> fail(each, true));
        if (backlog.isLentTooLong(System.nanoTime())) {
            writer.cutLent();
        }
    }

    private void toJournal() {
        Throwable reason = writer.lastFailure();
        PostgresEventStore.LOG.warn(
                "The event store at {} does not answer in time{}: events go to the journal until it does",
                where,
                reason == null ? "" : " (" + reason.getMessage() + ")");
        backlog.toJournal();
    }

    private void fail(Waiting waiting, boolean mayBeStored) {
        EventRow row = waiting.row();
        String event = row == null ? "" : row.type() + " " + row.id();
        Throwable reason = writer.lastFailure();
        waiting.receipt()
                .completeExceptionally(new StoreUnavailableException(
                        "The event store at " + where + " did not answer within " + wait.toMillis() + " ms"
                                + (reason == null ? "" : " (" + reason.getMessage() + ")") + "; event " + event + ": "
                                + (mayBeStored ? "it was being sent and may be stored." : "it is not stored."),
                        reason,
                        mayBeStored));
    }
}
