package dev.backstory;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What has become of the events that one publisher was given. */
final class PublishCounts {

    /** What a publish ended with; as in the attribute of the metric. */
    enum Result {
        /** It is durable. */
        STORED,
        /** It is in the caller's transaction. */
        IN_TRANSACTION,
        /** It is in the journal. */
        JOURNALED,
        /** The publisher got an exception. */
        FAILED;

        final String label = name().toLowerCase(Locale.ROOT);
    }

    private final LongAdder stored = new LongAdder();
    private final LongAdder inTransaction = new LongAdder();
    private final LongAdder journaled = new LongAdder();
    private final LongAdder failed = new LongAdder();

    long of(Result result) {
        return counter(result).sum();
    }

    private LongAdder counter(Result result) {
        return switch (result) {
            case STORED -> stored;
            case IN_TRANSACTION -> inTransaction;
            case JOURNALED -> journaled;
            case FAILED -> failed;
        };
    }

    /** Counts it and gives it back. */
    Receipt count(Receipt receipt) {
        counter(Result.valueOf(receipt.outcome().name())).increment();
        return receipt;
    }

    void failed() {
        failed.increment();
    }

    /** Counts it when it is there, and gives it back. */
    CompletableFuture<Receipt> count(CompletableFuture<Receipt> stored) {
        var unused = stored.whenComplete(this::ended);
        return stored;
    }

    private void ended(@Nullable Receipt receipt, @Nullable Throwable failure) {
        if (receipt == null) {
            failed();
        } else {
            count(receipt);
        }
    }
}
