package dev.backstory;

import dev.backstory.Receipt.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What has become of the events that one publisher was given. */
final class PublishCounts {

    private final LongAdder stored = new LongAdder();
    private final LongAdder inTransaction = new LongAdder();
    private final LongAdder journaled = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** How many ended with that. */
    long of(Outcome outcome) {
        return counter(outcome).sum();
    }

    /** For how many the publisher got an exception. */
    long failures() {
        return failed.sum();
    }

    private LongAdder counter(Outcome outcome) {
        return switch (outcome) {
            case STORED -> stored;
            case IN_TRANSACTION -> inTransaction;
            case JOURNALED -> journaled;
        };
    }

    /** Publishes, and counts how that ends, whatever fails: before the store has it, too. */
    Receipt count(Supplier<Receipt> publishing) {
        Receipt receipt = null;
        try {
            receipt = publishing.get();
            return receipt;
        } finally {
            ended(receipt, null);
        }
    }

    /** The same, later; what is not valid fails the future. */
    CompletableFuture<Receipt> countLater(Supplier<CompletableFuture<Receipt>> publishing) {
        CompletableFuture<Receipt> published;
        try {
            published = publishing.get();
        } catch (PublishException e) {
            published = CompletableFuture.failedFuture(e);
        } catch (RuntimeException | Error e) {
            failed.increment();
            throw e;
        }
        var unused = published.whenComplete(this::ended);
        return published;
    }

    private void ended(@Nullable Receipt receipt, @Nullable Throwable failure) {
        (receipt == null ? failed : counter(receipt.outcome())).increment();
    }
}
