package dev.backstory.benchmarks.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Publishing with so many events on their way at most; one means that each is stored before the next. */
record InFlight(int atMost) {

    static final InFlight ONE = new InFlight(1);
    static final InFlight MANY = new InFlight(64);
    /** As many as one of its transactions has. */
    static final InFlight AS_COPY = new InFlight(1_000);

    /** For a contender's title. */
    String suffix() {
        return atMost == 1 ? "" : ", " + atMost + " in flight";
    }

    /** Publishes while there is time, and waits for all; answers how many. */
    long publish(Supplier<? extends CompletableFuture<?>> publishing, BooleanSupplier more) {
        Deque<CompletableFuture<?>> waiting = new ArrayDeque<>();
        long events = 0;
        while (more.getAsBoolean()) {
            waiting.addLast(publishing.get());
            events++;
            if (waiting.size() == atMost) {
                waiting.removeFirst().join();
            }
        }
        waiting.forEach(CompletableFuture::join);
        return events;
    }
}
