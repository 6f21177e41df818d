package dev.backstory.it.flat;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.harness.Case;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Hops of one kind after the other, each in a story of its own, through pools, queues and timers that live all the time. */
@SuppressWarnings("FutureReturnValueIgnored") // what is left afterwards is what counts
final class FlatApp {

    /** As small as an object can be that could be left of each hop. */
    private static final int TOLERATED_BYTES_PER_HOP = 16;

    /** The heap settles while the code of a kind is compiled. */
    private static final int WARM_UP = 5_000;

    private static final Map<String, Case.Body> KINDS = new LinkedHashMap<>();

    private FlatApp() {}

    /** The kinds of hops that this JVM knows, a line each. */
    static String kinds() {
        prepare();
        return String.join("\n", KINDS.keySet());
    }

    /** What is left of so many hops of a kind; empty when nothing is. */
    static String flat(String kind, String hops) throws Exception {
        // A new thread takes much longer than any other hop.
        int many = Integer.parseInt(hops) / (kind.equals("a thread") ? 20 : 1);
        return leftOf(kind, many, Objects.requireNonNull(KINDS.get(kind), kind));
    }

    private static void prepare() {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        ExecutorService direct =
                new ThreadPoolExecutor(1, 4, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), new CallerRuns());
        ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(1);
        scheduled.setRemoveOnCancelPolicy(true);
        ForkJoinPool forkJoin = new ForkJoinPool(2);
        CompletableFuture<Integer> shared = CompletableFuture.completedFuture(1);
        Runnable same = new Nothing();
        KINDS.put("execute", () -> pool.execute(() -> {}));
        KINDS.put("execute the same task", () -> pool.execute(same));
        KINDS.put("execute or run", () -> direct.execute(new Nothing()));
        KINDS.put("a task that hands itself over again", resubmitted(Executors.newFixedThreadPool(1)));
        KINDS.put("a task that is discarded", refused(new ThreadPoolExecutor.DiscardPolicy()));
        KINDS.put("a task that is discarded for the next", refused(new ThreadPoolExecutor.DiscardOldestPolicy()));
        KINDS.put("submit", () -> pool.submit(() -> 1).get());
        KINDS.put(
                "cancel", () -> scheduled.schedule(() -> {}, 1, TimeUnit.HOURS).cancel(false));
        KINDS.put(
                "schedule",
                () -> scheduled.schedule(() -> {}, 0, TimeUnit.SECONDS).get());
        KINDS.put("a stage of a future that a stranger completes", () -> {
            CompletableFuture<Integer> future = new CompletableFuture<>();
            Future<Integer> stage = future.thenApply(value -> value + 1);
            pool.execute(() -> future.complete(1));
            stage.get();
        });
        KINDS.put("a stage of a future that is shared", () -> shared.thenApplyAsync(value -> value, pool)
                .get());
        KINDS.put("a stage that is never run", () -> {
            var unused = new CompletableFuture<Integer>().thenApply(value -> value);
        });
        KINDS.put("fork", () -> forkJoin.invoke(new Forking(3)));
        KINDS.put("a task for a fork/join pool", () -> forkJoin.submit(() -> {}).get());
        KINDS.put("a parallel stream", () -> IntStream.range(0, 8).parallel().forEach(each -> {}));
        KINDS.put("a worker's queue", worker(new LinkedBlockingQueue<>(100)));
        KINDS.put("a worker's bounded queue", worker(new ArrayBlockingQueue<>(100)));
        KINDS.put("a worker's element that waits for nobody", worker(new SynchronousQueue<>()));
        KINDS.put("a worker's urgent element", worker(new PriorityBlockingQueue<>()));
        KINDS.put("a worker's delayed element", worker(new DelayQueue<>()));
        KINDS.put("a worker's transferred element", worker(new LinkedTransferQueue<>()));
        KINDS.put("a worker's deque", worker(new LinkedBlockingDeque<>()));
        KINDS.put("elements that are drained", drained(new LinkedBlockingQueue<>()));
        KINDS.put("an object that is lent", lent());
        KINDS.put("a timer", timer());
        KINDS.put("a task that schedules itself anew", rescheduled(new Gated()));
        KINDS.put("a periodic task that replaces itself", replaced(new Gated()));
        if (Runtime.version().feature() >= 21) {
            ThreadFactory virtual = virtualThreads();
            KINDS.put("a virtual thread", () -> {
                Thread thread = virtual.newThread(() -> {});
                thread.start();
                thread.join();
            });
        }
        KINDS.put("a thread", () -> {
            Thread thread = new Thread(() -> {});
            thread.start();
            thread.join();
        });
    }

    private static String leftOf(String kind, int hops, Case.Body hop) throws Exception {
        long start = System.nanoTime();
        hop(Math.min(WARM_UP, hops), hop);
        long before = used(hop);
        hop(hops, hop);
        long between = used(hop);
        hop(hops, hop);
        // What is made once is left of one half only.
        long left = Math.min(between - before, used(hop) - between);
        System.out.printf(
                "%s: twice %,d hops, %,d bytes, %d ms%n", kind, hops, left, (System.nanoTime() - start) / 1_000_000);
        return left > (long) hops * TOLERATED_BYTES_PER_HOP ? kind + ": " + left + " bytes of " + hops + " hops\n" : "";
    }

    private static void hop(int hops, Case.Body hop) throws Exception {
        for (int i = 0; i < hops; i++) {
            Step step = Step.of(Step.REQUEST, "hop").from(CausalContext.NONE).start();
            try (Scope ignored = step.context().activate()) {
                hop.run();
            } finally {
                step.end();
            }
        }
    }

    /**
     * The least of several: what is on its way is gone by then. What is kept beside objects that have no field is let go of with
     * the next hop.
     */
    private static long used(Case.Body hop) throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(20);
            hop(1, hop);
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /** It is fed no faster than it takes: what waits for it is not left of anything. */
    private static Case.Body worker(BlockingQueue<Due> queue) {
        Semaphore room = new Semaphore(100);
        daemon(() -> {
            queue.take();
            room.release();
        });
        return () -> {
            room.acquire();
            queue.put(new Due());
        };
    }

    private static Case.Body drained(BlockingQueue<Due> queue) {
        Semaphore room = new Semaphore(100);
        List<Due> drained = new ArrayList<>();
        daemon(() -> {
            queue.take();
            room.release(1 + queue.drainTo(drained));
            drained.clear();
        });
        return () -> {
            room.acquire();
            queue.put(new Due());
        };
    }

    private static void daemon(Case.Body again) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    again.run();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Into a full queue, whose worker is busy for ever. */
    private static Case.Body refused(RejectedExecutionHandler handler) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>(4), handler);
        pool.execute(new Semaphore(0)::acquireUninterruptibly);
        return () -> pool.execute(new Nothing());
    }

    /** It is in the story of whoever handed it over first for ever. */
    private static Case.Body resubmitted(ExecutorService pool) {
        Semaphore due = new Semaphore(0);
        Semaphore ran = new Semaphore(0);
        pool.execute(new Runnable() {
            @Override
            public void run() {
                due.acquireUninterruptibly();
                pool.execute(this);
                ran.release();
            }
        });
        return () -> {
            due.release();
            ran.acquire();
        };
    }

    /** As connections are: the same few objects come back again and again. */
    private static Case.Body lent() {
        BlockingQueue<Object> idle = new LinkedBlockingQueue<>();
        for (int i = 0; i < 4; i++) {
            idle.add(new Object());
        }
        return () -> idle.put(idle.take());
    }

    private static Case.Body timer() {
        Timer timer = new Timer(true);
        return () -> {
            CompletableFuture<Integer> ran = new CompletableFuture<>();
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            ran.complete(1);
                        }
                    },
                    0);
            ran.get();
        };
    }

    /** It is in the story of whoever scheduled it first for ever. */
    private static Case.Body rescheduled(Gated pool) {
        Runnable task = new Runnable() {
            @Override
            public void run() {
                pool.schedule(this, 0, TimeUnit.SECONDS);
                pool.ran.release();
            }
        };
        pool.schedule(task, 0, TimeUnit.SECONDS);
        return pool::letOneRun;
    }

    /** Each run is a story of its own, which the next one names. */
    private static Case.Body replaced(Gated pool) {
        Runnable task = new Runnable() {
            @Override
            public void run() {
                pool.scheduleWithFixedDelay(this, 0, 1, TimeUnit.HOURS);
                pool.ran.release();
                throw new CancellationException();
            }
        };
        pool.scheduleWithFixedDelay(task, 0, 1, TimeUnit.HOURS);
        return pool::letOneRun;
    }

    private static ThreadFactory virtualThreads() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its tasks run when they are allowed to, and wait for that outside of any story. */
    private static final class Gated extends ScheduledThreadPoolExecutor {
        private final Semaphore due = new Semaphore(0);
        private final Semaphore ran = new Semaphore(0);

        Gated() {
            super(1);
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            due.acquireUninterruptibly();
        }

        private void letOneRun() throws InterruptedException {
            due.release();
            ran.acquire();
        }
    }

    private static final class Nothing implements Runnable {
        @Override
        public void run() {}
    }

    /** An element for every kind of queue; none has to wait, and all are as urgent. */
    private static final class Due implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        @SuppressWarnings("ComparableType") // as it is declared for whatever is delayed
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    private static final class CallerRuns implements RejectedExecutionHandler {
        @Override
        public void rejectedExecution(Runnable task, ThreadPoolExecutor executor) {
            task.run();
        }
    }

    private static final class Forking extends RecursiveAction {

        private static final long serialVersionUID = 1;

        private final int depth;

        Forking(int depth) {
            this.depth = depth;
        }

        @Override
        protected void compute() {
            if (depth > 0) {
                ForkJoinTask.invokeAll(new Forking(depth - 1), new Forking(depth - 1));
            }
        }
    }
}
