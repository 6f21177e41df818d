package dev.backstory.it.fuzz;

import static java.util.stream.Collectors.joining;

import dev.backstory.Event;
import dev.backstory.Events;
import dev.backstory.context.CausalContext;
import dev.backstory.it.harness.Case;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows what each node must carry; every node publishes what it should and what it does carry. */
final class Oracle {

    private static final int BACKLOG = 2_000;

    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicInteger published = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<Future<?>> stored = new ConcurrentLinkedQueue<>();
    /** Runs of the one shared task, by story: those asked for less those seen. */
    private final Map<String, AtomicInteger> shared = new ConcurrentHashMap<>();

    private final Runnable sharedTask = this::sharedRun;

    static @Nullable String carried() {
        return CausalContext.current().correlationId();
    }

    /** At a node that must belong to that story. */
    void here(String where, String expected) {
        String carried = carried();
        if (!expected.equals(carried)) {
            wrong.add(where + " carries " + carried + " instead of " + expected + " on " + Thread.currentThread());
        }
        publish("Node", where, expected);
    }

    /** Where there must be no story. */
    void outside(String where) {
        String carried = carried();
        if (carried != null) {
            wrong.add(where + " carries " + carried + " on " + Thread.currentThread());
        }
    }

    /** At the start of a run that must be a story of its own, none of those before; which it joins. */
    String newStory(String where, Set<String> before) {
        String carried = String.valueOf(carried());
        if (carried.equals("null") || !before.add(carried)) {
            wrong.add(where + " carries " + carried + " instead of a new story");
        }
        return carried;
    }

    /** The same instance for every story: each must see as many runs as it asked for. */
    Runnable sharedTask(String story) {
        outstanding.incrementAndGet();
        runsOf(story).incrementAndGet();
        return sharedTask;
    }

    private void sharedRun() {
        String carried = String.valueOf(carried());
        runsOf(carried).decrementAndGet();
        publish("Shared", "the shared task", carried);
        outstanding.decrementAndGet();
    }

    private AtomicInteger runsOf(String story) {
        return shared.computeIfAbsent(story, unused -> new AtomicInteger());
    }

    private void publish(String type, String where, String expected) {
        published.incrementAndGet();
        stored.add(Events.publishAsync(Event.of(type)
                .data(Map.of("where", where))
                .metadata("testCase", Case.marker())
                .metadata("expected", expected)
                .build()));
    }

    /** Work that is counted as lost until it has run. */
    Runnable expected(Runnable work) {
        outstanding.incrementAndGet();
        return () -> {
            try {
                work.run();
            } finally {
                outstanding.decrementAndGet();
            }
        };
    }

    /** Called by customers between requests: publishing is faster than storing, and the store's patience has an end. */
    void keepUp() throws InterruptedException, ExecutionException {
        while (stored.size() > BACKLOG) {
            Future<?> oldest = stored.poll();
            if (oldest != null) {
                oldest.get();
            }
        }
    }

    void wrong(String what) {
        wrong.add(what);
    }

    int published() {
        return published.get();
    }

    /** Waits until all is done and stored; then what was wrong, one a line. */
    String verdict() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (outstanding.get() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        if (outstanding.get() > 0) {
            wrong.add(outstanding + " pieces of work never ran");
            wrong.add("The common pool is " + ForkJoinPool.commonPool());
            // Where work that does not come to its end stands now.
            Thread.getAllStackTraces()
                    .forEach((thread, stack) -> wrong.add(thread + " is " + thread.getState() + " at "
                            + Stream.of(stack).map(String::valueOf).collect(joining("\n    "))));
        }
        for (Future<?> each : stored) {
            each.get(30, TimeUnit.SECONDS);
        }
        shared.forEach((story, runs) -> {
            if (runs.get() != 0) {
                wrong.add("the shared task ran " + -runs.get() + " times too often in " + story);
            }
        });
        return String.join("\n", wrong);
    }
}
