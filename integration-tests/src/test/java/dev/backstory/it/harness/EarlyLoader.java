package dev.backstory.it.harness;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An agent that does what others do before ours: it uses pools, futures, timers and queues, whose classes then are loaded. */
public final class EarlyLoader {

    private static final String CONCURRENT = "java.util.concurrent.";

    private static final List<String> CLASSES = List.of(
            "java.util.Timer",
            "java.util.TimerTask",
            "java.util.TimerThread",
            CONCURRENT + "ArrayBlockingQueue",
            CONCURRENT + "CompletableFuture",
            CONCURRENT + "DelayQueue",
            CONCURRENT + "DelayScheduler",
            CONCURRENT + "ForkJoinPool",
            CONCURRENT + "ForkJoinTask",
            CONCURRENT + "FutureTask",
            CONCURRENT + "LinkedBlockingDeque",
            CONCURRENT + "LinkedBlockingQueue",
            CONCURRENT + "LinkedTransferQueue",
            CONCURRENT + "PriorityBlockingQueue",
            CONCURRENT + "ScheduledThreadPoolExecutor",
            CONCURRENT + "StructuredTaskScopeImpl",
            CONCURRENT + "SynchronousQueue",
            CONCURRENT + "ThreadPerTaskExecutor",
            CONCURRENT + "ThreadPoolExecutor");

    private EarlyLoader() {}

    /** Called by the JVM, before our agent. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) throws Exception {
        for (String each : CLASSES) {
            try {
                for (Class<?> nested : Class.forName(each).getDeclaredClasses()) {
                    Class.forName(nested.getName());
                }
            } catch (ClassNotFoundException notInThisJdk) {
                // Then nobody can have loaded it either.
            }
        }
        CompletableFuture.supplyAsync(() -> 1).thenApplyAsync(value -> value).get();
    }
}
