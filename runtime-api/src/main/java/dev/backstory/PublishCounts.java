package dev.backstory;

import dev.backstory.Receipt.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
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

    /** Counts it and gives it back. */
    Receipt count(Receipt receipt) {
        counter(receipt.outcome()).increment();
        return receipt;
    }

    void failed() {
        failed.increment();
    }

    /** Counts it when it is there, and gives it back. */
    CompletableFuture<Receipt> count(CompletableFuture<Receipt> published) {
        var unused = published.whenComplete(this::ended);
        return published;
    }

    private void ended(@Nullable Receipt receipt, @Nullable Throwable failure) {
        if (receipt == null) {
            failed();
        } else {
            count(receipt);
        }
    }
}
