package dev.backstory.it.concurrency;

import java.util.concurrent.ExecutorService;

/** An executor that is shut down at the end of a block. */
record Closing(ExecutorService executor) implements AutoCloseable {
    @Override
    public void close() {
        executor.shutdown();
    }
}
