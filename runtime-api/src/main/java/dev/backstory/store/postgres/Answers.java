package dev.backstory.store.postgres;

import dev.backstory.Receipt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Tells those who did not wait what has become of their events, in order, on a thread that stores nothing: what they do then may take its
 * time, and may publish and wait for that. The pool takes a further thread while one of its own waits for a future.
 */
final class Answers {

    /** Untold ones take memory: with so many, who publishes more has to wait. */
    private static final int ROOM = 20_000;

    private final ForkJoinPool pool = new ForkJoinPool(1, OwnForkJoinThread::new, null, true);

    private static final class OwnForkJoinThread extends ForkJoinWorkerThread {

        OwnForkJoinThread(ForkJoinPool pool) {
            super(pool);
            setName("backstory-store-answers");
            setContextClassLoader(Answers.class.getClassLoader());
        }
    }

    /** The same, for somebody to add what is to be done then. */
    CompletableFuture<Receipt> of(CompletableFuture<Receipt> stored) {
        if (stored.isDone()) {
            return stored;
        }
        CompletableFuture<Receipt> told = new CompletableFuture<>();
        var unused = stored.whenCompleteAsync(
                (receipt, failure) -> {
                    if (failure == null) {
                        told.complete(receipt);
                    } else {
                        told.completeExceptionally(failure);
                    }
                },
                this::execute);
        return told;
    }

    private void execute(Runnable tell) {
        try {
            pool.execute(tell);
        } catch (RejectedExecutionException e) {
            // Closed: what is answered later is told at once.
            tell.run();
        }
    }

    /** Waits for room until that {@link System#nanoTime}; false when there is none. */
    boolean awaitRoom(long until) {
        boolean interrupted = false;
        while (!hasRoom() && until - System.nanoTime() > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(1);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return hasRoom();
    }

    /** Who is being told may always publish more: nobody else would make room. */
    private boolean hasRoom() {
        return pool.getQueuedSubmissionCount() < ROOM || isTelling();
    }

    private boolean isTelling() {
        return Thread.currentThread() instanceof ForkJoinWorkerThread thread && thread.getPool() == pool;
    }

    /** Tells all that were answered, and waits for that; those for whom it was not long enough are told afterwards. */
    void close(Duration atMost) {
        pool.shutdown();
        if (isTelling()) {
            return;
        }
        try {
            if (!pool.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                PostgresEventStore.LOG.warn(
                        "What is done with the answers of asynchronous publishes takes long: the store is closed, and it goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
