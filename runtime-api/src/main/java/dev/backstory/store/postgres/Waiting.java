package dev.backstory.store.postgres;

import dev.backstory.Receipt;
import dev.backstory.context.Step;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An event that waits for the writer, or (without a row) a step that is to be observed.
 *
 * @param row the event; null for a step alone
 * @param step the step of the event, or the one to observe
 * @param sink the handle that the step's states are kept under
 * @param receipt completed by the writer
 * @param deadline {@link System#nanoTime} at which the publisher is told that the store is away
 * @param sent whether it has been on its way to the database once: it may be stored then
 */
record Waiting(
        @Nullable EventRow row,
        @Nullable Step step,
        int sink,
        CompletableFuture<Receipt> receipt,
        long deadline,
        AtomicBoolean sent) {

    /** Measured: the objects around the texts. */
    private static final int OVERHEAD = 700;

    static Waiting event(EventRow row, @Nullable Step step, int sink, long deadline) {
        return new Waiting(row, step, sink, new CompletableFuture<>(), deadline, new AtomicBoolean());
    }

    static Waiting step(Step step, int sink) {
        return new Waiting(null, step, sink, new CompletableFuture<>(), Long.MAX_VALUE, new AtomicBoolean());
    }

    boolean isEvent() {
        return row != null;
    }

    boolean isOver() {
        return receipt.isDone();
    }

    void markSent() {
        sent.set(true);
    }

    boolean wasSent() {
        return sent.get();
    }

    /** About how much memory it takes. */
    int memory() {
        return size() + OVERHEAD;
    }

    /** About how much wire it takes. */
    int size() {
        return row == null ? 300 : row.size();
    }
}
