package dev.backstory.benchmarks;

import java.util.concurrent.CountDownLatch;

/** Holds a worker while tasks are handed to it, so that handing over and running do not get into each other's way. */
final class Gate {

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch passed = new CountDownLatch(1);

    /** The first task. */
    void hold() {
        await(opened);
    }

    /** The last task. */
    void last() {
        passed.countDown();
    }

    /** Opens, and waits for the last task. */
    void drain() {
        opened.countDown();
        await(passed);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
