package dev.backstory.store.postgres;

import dev.backstory.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who did not wait what has become of their events, on a thread that stores nothing: what they do then may take
 * its time, and may publish and wait for that.
 */
final class Answers {

    /** Untold ones take memory: with so many, who publishes more has to wait. */
    private static final int ROOM = 20_000;

    private static final int MOST_THREADS = 64;
    private static final long STUCK = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long HELPS_MILLIS = 1_000;

    private static final class Answer {
        private final CompletableFuture<Receipt> told;
        private final @Nullable Receipt receipt;
        private final @Nullable Throwable failure;

        Answer(CompletableFuture<Receipt> told, @Nullable Receipt receipt, @Nullable Throwable failure) {
            this.told = told;
            this.receipt = receipt;
            this.failure = failure;
        }

        void tell() {
            if (failure != null) {
                told.completeExceptionally(failure);
            } else {
                told.complete(receipt);
            }
        }
    }

    private static final Answer LAST = new Answer(new CompletableFuture<>(), null, null);

    private final BlockingQueue<Answer> untold = new LinkedBlockingQueue<>();
    private final Set<Thread> telling = ConcurrentHashMap.newKeySet();
    private final List<OwnThread> threads = new CopyOnWriteArrayList<>();
    private @Nullable Answer seen;
    private long seenAt;
    private volatile boolean closed;

    /** The same, for somebody to add what is to be done then. */
    CompletableFuture<Receipt> of(CompletableFuture<Receipt> stored) {
        if (stored.isDone()) {
            return stored;
        }
        startFirst();
        CompletableFuture<Receipt> told = new CompletableFuture<>();
        var unused = stored.whenComplete((receipt, failure) -> add(new Answer(told, receipt, failure)));
        return told;
    }

    private void add(Answer answer) {
        if (closed) {
            answer.tell();
        } else {
            untold.add(answer);
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
        return untold.size() < ROOM || telling.contains(Thread.currentThread());
    }

    private void startFirst() {
        if (threads.isEmpty()) {
            synchronized (threads) {
                if (threads.isEmpty() && !closed) {
                    threads.add(OwnThread.start("backstory-store-answers", () -> tell(true)));
                }
            }
        }
    }

    /** Called now and then: a thread more when who is being told waits for something, for another answer say. */
    void help() {
        Answer next = untold.peek();
        long now = System.nanoTime();
        if (next == null || next != seen) {
            seen = next;
            seenAt = now;
        } else if (now - seenAt >= STUCK && !closed && telling.size() < MOST_THREADS) {
            seenAt = now;
            OwnThread.start("backstory-store-answers", () -> tell(false));
        }
    }

    private void tell(boolean first) {
        telling.add(Thread.currentThread());
        try {
            Answer next = next(first);
            while (next != null && next != LAST) {
                next.tell();
                next = next(first);
            }
            if (next == LAST) {
                untold.add(LAST);
            }
        } finally {
            telling.remove(Thread.currentThread());
        }
    }

    private @Nullable Answer next(boolean first) {
        while (true) {
            try {
                return first ? untold.take() : untold.poll(HELPS_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                // Whoever was told has left this thread so; the others want to be told all the same.
            }
        }
    }

    /** Tells all that were answered, and ends; what is answered later is told at once. */
    void close(Duration atMost) {
        synchronized (threads) {
            closed = true;
        }
        untold.add(LAST);
        threads.forEach(each -> each.hasEndedWithin(atMost));
        for (Answer each = untold.poll(); each != null; each = untold.poll()) {
            each.tell();
        }
        // For those that were still telling.
        untold.add(LAST);
    }
}
