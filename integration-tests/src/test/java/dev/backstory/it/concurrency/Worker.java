package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Case;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** A thread of the application that takes elements out of a queue until it is stopped, and says in which story it is then. */
final class Worker implements AutoCloseable {

    private final Thread thread;

    /** Started where this is called, so that it inherits the caller's context. */
    Worker(BlockingQueue<Parcel> queue, Take take, Hops hops) {
        this(hops, () -> {
            if (take.from(queue) != null) {
                hops.arrive();
            }
        });
    }

    /** Repeats the body until it is stopped. */
    Worker(Hops hops, Case.Body body) {
        thread = new Thread(
                () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        try {
                            body.run();
                        } catch (InterruptedException stopped) {
                            return;
                        } catch (Exception e) {
                            hops.expect("no failure of the worker", null, e);
                            return;
                        }
                    }
                },
                "worker");
        thread.start();
    }

    boolean isWaiting() {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /** A way to take an element out. */
    interface Take {
        @Nullable
        Object from(BlockingQueue<Parcel> queue) throws Exception;
    }
}
