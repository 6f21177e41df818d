package dev.backstory.it.concurrency;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One worker, which is busy until it is released. */
final class Busy extends ThreadPoolExecutor {
    private final CountDownLatch released = new CountDownLatch(1);

    Busy(BlockingQueue<Runnable> queue) {
        super(1, 1, 1, TimeUnit.SECONDS, queue);
        execute(() -> Hops.await(released));
    }

    Busy released() {
        release();
        return this;
    }

    void release() {
        released.countDown();
    }
}
