package dev.backstory.benchmarks;

import dev.backstory.context.Boundary;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a hop costs: the bare moves, and a round trip through an executor, which is the one to run with and without the
 * agent ({@code -jvmArgsAppend -javaagent:…}) and to compare as a ratio.
 */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HopBenchmark {

    private static final Boundary BOUNDARY = Boundary.named("benchmark");

    /** Whether the handing thread works for a story. */
    @Param({"false", "true"})
    boolean inStory;

    private CausalContext context = CausalContext.NONE;
    private ExecutorService executor = Executors.newSingleThreadExecutor();
    private Scope scope = context.activate();

    /** Puts the thread into a story, or not. */
    @Setup(Level.Trial)
    public void enter() {
        if (inStory) {
            context = Step.of(Step.REQUEST, "benchmark").start().context();
        }
        scope = context.activate();
    }

    /** Leaves it. */
    @TearDown(Level.Trial)
    public void leave() {
        scope.close();
        executor.shutdown();
    }

    /** Capture, activate and close, on one thread. */
    @Benchmark
    public CausalContext captureActivateClose() {
        CausalContext captured = BOUNDARY.capture();
        try (Scope hop = captured.activate()) {
            return CausalContext.current();
        }
    }

    /** A task through a single-thread executor and back. */
    @Benchmark
    public Object executorRoundTrip() throws Exception {
        Future<CausalContext> future = executor.submit(CausalContext::current);
        return future.get();
    }
}
