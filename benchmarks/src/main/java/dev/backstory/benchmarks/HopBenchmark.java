package dev.backstory.benchmarks;

import dev.backstory.context.CausalContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One hop of each kind, many in a row, handed over by one thread and then run by one other; {@link CompareHops} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@SuppressWarnings("FutureReturnValueIgnored") // waiting for each would be what is measured
public class HopBenchmark {

    private static final int HOPS = 5_000;
    private static final int BATCH = 100;

    /** Whether the handing thread works for a story. */
    @Param({"false", "true"})
    boolean inStory;

    private final ExecutorService pool = Executors.newFixedThreadPool(1);
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final ForkJoinPool forkJoin = new ForkJoinPool(1);
    private final Timer timer = new Timer(true);
    private final LinkedBlockingQueue<Element> queue = new LinkedBlockingQueue<>();
    private int ran;

    /** So that all threads exist, and belong to no story. */
    @Setup(Level.Trial)
    public void startThreads() throws Exception {
        pool.submit(() -> {}).get();
        scheduler.submit(() -> {}).get();
        forkJoin.submit(() -> {}).get();
    }

    /** Ends them. */
    @TearDown(Level.Trial)
    public void stopThreads() {
        pool.shutdown();
        scheduler.shutdown();
        forkJoin.shutdown();
        timer.cancel();
    }

    /** A plain task through a pool. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public int execute() {
        Gate gate = new Gate();
        pool.execute(gate::hold);
        try (Story story = enter()) {
            for (int i = 0; i < HOPS; i++) {
                pool.execute(new Task());
            }
        }
        pool.execute(gate::last);
        gate.drain();
        return ran;
    }

    /** A future task through a pool. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public int submit() {
        Gate gate = new Gate();
        pool.execute(gate::hold);
        try (Story story = enter()) {
            for (int i = 0; i < HOPS; i++) {
                pool.submit(new Task());
            }
        }
        pool.execute(gate::last);
        gate.drain();
        return ran;
    }

    /** A stage of a future that a pool runs. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public int thenApplyAsync() {
        Gate gate = new Gate();
        pool.execute(gate::hold);
        CompletableFuture<Integer> done = CompletableFuture.completedFuture(1);
        try (Story story = enter()) {
            for (int i = 0; i < HOPS; i++) {
                done.thenApplyAsync(each -> ran += each, pool);
            }
        }
        pool.execute(gate::last);
        gate.drain();
        return ran;
    }

    /** A task that is to run once, at a time that has come. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public int schedule() {
        Gate gate = new Gate();
        scheduler.execute(gate::hold);
        try (Story story = enter()) {
            for (int i = 0; i < HOPS; i++) {
                scheduler.schedule(new Task(), 0, TimeUnit.NANOSECONDS);
            }
        }
        scheduler.schedule(gate::last, 1, TimeUnit.MILLISECONDS);
        gate.drain();
        return ran;
    }

    /** A stage of a future that somebody completes who is in no story. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public int completedElsewhere() {
        List<CompletableFuture<Integer>> awaited = new ArrayList<>(HOPS);
        try (Story story = enter()) {
            for (int i = 0; i < HOPS; i++) {
                CompletableFuture<Integer> each = new CompletableFuture<>();
                each.thenAccept(one -> ran += one);
                awaited.add(each);
            }
        }
        awaited.forEach(each -> each.complete(1));
        return ran;
    }

    /** A task that another forks. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public int fork() {
        try (Story story = enter()) {
            forkJoin.invoke(new Forking());
        }
        return ran;
    }

    /** A thread of its own. */
    @Benchmark
    public int threadStart() throws InterruptedException {
        try (Story story = enter()) {
            Thread thread = new Thread(new Task());
            thread.start();
            thread.join();
        }
        return ran;
    }

    /** An element through a queue of the application's. */
    @Benchmark
    @OperationsPerInvocation(HOPS)
    public int queue() throws InterruptedException {
        try (Story story = enter()) {
            for (int i = 0; i < HOPS; i++) {
                queue.put(new Element(i));
            }
        }
        for (int i = 0; i < HOPS; i++) {
            ran += queue.take().value();
        }
        return ran;
    }

    /** A timer's task. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int timer() {
        Gate gate = new Gate();
        timer.schedule(timed(gate::hold), 0);
        try (Story story = enter()) {
            for (int i = 0; i < BATCH; i++) {
                timer.schedule(timed(new Task()), 0);
            }
        }
        timer.schedule(timed(gate::last), 1);
        gate.drain();
        return ran;
    }

    /** For comparison: our bare moves on one thread. */
    @Benchmark
    public CausalContext captureActivateClose() {
        CausalContext captured = CausalContext.capture();
        try (dev.backstory.context.Scope hop = captured.activate()) {
            return CausalContext.current();
        }
    }

    private @Nullable Story enter() {
        return inStory ? new Story() : null;
    }

    private static TimerTask timed(Runnable task) {
        return new TimerTask() {
            @Override
            public void run() {
                task.run();
            }
        };
    }

    private record Element(int value) {}

    private final class Task implements Runnable {
        @Override
        public void run() {
            ran++;
        }
    }

    private final class Forking extends RecursiveAction {
        @Override
        protected void compute() {
            List<ForkJoinTask<?>> forked = new ArrayList<>(BATCH);
            for (int i = 0; i < HOPS / BATCH; i++) {
                for (int j = 0; j < BATCH; j++) {
                    forked.add(new Leaf().fork());
                }
                for (int j = BATCH; --j >= 0; ) {
                    forked.get(j).join();
                }
                forked.clear();
            }
        }
    }

    private final class Leaf extends RecursiveAction {
        @Override
        protected void compute() {
            ran++;
        }
    }
}
