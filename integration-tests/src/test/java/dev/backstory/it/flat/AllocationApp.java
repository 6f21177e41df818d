package dev.backstory.it.flat;

import com.sun.management.ThreadMXBean;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.Semaphore;

/** Hops of one kind, and how many bytes each of them takes on all threads together. */
final class AllocationApp {

    private static final int HOPS = 20_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ExecutorService POOL = Executors.newFixedThreadPool(1);
    private static final ForkJoinPool FORKS = new ForkJoinPool(1);
    private static final LinkedBlockingQueue<Object> QUEUE = new LinkedBlockingQueue<>();
    private static final CompletableFuture<Integer> NOW = CompletableFuture.completedFuture(1);
    private static final Semaphore DONE = new Semaphore(0);
    private static final Runnable WORK = DONE::release;
    private static final Object ELEMENT = new Object();

    private AllocationApp() {}

    static String outside(String kind) throws InterruptedException {
        return bytes(kind);
    }

    static String inStory(String kind) throws InterruptedException {
        Step step = Step.of(Step.JOB, "hops").from(CausalContext.NONE).start();
        try (Scope ignored = step.context().activate()) {
            return bytes(kind);
        }
    }

    private static String bytes(String kind) throws InterruptedException {
        hop(kind);
        long before = allocated();
        hop(kind);
        return Double.toString((double) (allocated() - before) / HOPS);
    }

    /** All are handed over before the first one runs: a thread that has to wait for the next would allocate, or not. */
    @SuppressWarnings("FutureReturnValueIgnored") // the work itself says that it is done
    private static void hop(String kind) throws InterruptedException {
        CountDownLatch all = new CountDownLatch(1);
        POOL.execute(() -> await(all));
        FORKS.execute(() -> await(all));
        for (int i = 0; i < HOPS; i++) {
            switch (kind) {
                case "execute" -> POOL.execute(WORK);
                case "submit" -> POOL.submit(WORK);
                case "thenRunAsync" -> NOW.thenRunAsync(WORK, POOL);
                case "fork" -> FORKS.execute(new Fork());
                case "queue" -> {
                    QUEUE.put(ELEMENT);
                    QUEUE.take();
                    WORK.run();
                }
                default -> throw new IllegalArgumentException(kind);
            }
        }
        all.countDown();
        DONE.acquire(HOPS);
    }

    private static void await(CountDownLatch all) {
        try {
            all.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What all threads that live have allocated. */
    static long allocated() {
        long sum = 0;
        for (long each : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, each);
        }
        return sum;
    }

    private static final class Fork extends RecursiveAction {
        private static final long serialVersionUID = 1L;

        @Override
        protected void compute() {
            WORK.run();
        }
    }
}
