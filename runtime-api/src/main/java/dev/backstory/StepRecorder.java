package dev.backstory;

import dev.backstory.context.Step;
import dev.backstory.context.StepSink;
import dev.backstory.context.StepSinks;
import dev.backstory.store.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands ended steps to the store; those that are recorded only because they failed, at a bounded rate. */
final class StepRecorder implements StepSink {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private final EventStore store;
    private final int failuresPerSecond;
    private volatile int handle;

    private long secondBegan = System.nanoTime();
    private int inThisSecond;
    private long lastReport = secondBegan - MINUTE;
    private long dropped;

    private StepRecorder(EventStore store, int failuresPerSecond) {
        this.store = store;
        this.failuresPerSecond = failuresPerSecond;
    }

    static StepRecorder register(ClassLoader loader, EventStore store, int failuresPerSecond) {
        StepRecorder recorder = new StepRecorder(store, failuresPerSecond);
        // A process that stores nothing hands on the ids that it received, not its own: nobody could find those.
        if (!(store instanceof RefusingStore)) {
            recorder.handle = StepSinks.register(loader, recorder);
        }
        return recorder;
    }

    int handle() {
        return handle;
    }

    void unregister() {
        StepSinks.unregister(handle);
    }

    /** Before an event goes to the store, so that the ends of the steps that led to it are recorded there. */
    void claim(@Nullable Step step) {
        for (Step each = step; each != null && !each.isClaimed(handle); each = each.parent()) {
            each.claim(handle);
        }
    }

    @Override
    public void record(Step step) {
        if (!step.isClaimed(handle)) {
            if (!admit(System.nanoTime())) {
                return;
            }
            claim(step);
        }
        store.observe(step, handle);
    }

    @Override
    public void left(Step step) {
        claim(step);
        store.observe(step, handle);
    }

    synchronized boolean admit(long now) {
        if (now - secondBegan >= SECOND) {
            secondBegan = now;
            inThisSecond = 0;
        }
        if (inThisSecond < failuresPerSecond) {
            inThisSecond++;
            return true;
        }
        dropped++;
        if (now - lastReport >= MINUTE) {
            lastReport = now;
            LOG.warn(
                    "Failed steps that led to no event are not all recorded: {} so far beyond {}={} a second.",
                    dropped,
                    Setting.FAILURES_PER_SECOND.key,
                    failuresPerSecond);
        }
        return false;
    }
}
