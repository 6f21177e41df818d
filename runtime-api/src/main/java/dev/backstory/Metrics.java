package dev.backstory;

import dev.backstory.store.EventStore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A publisher's metrics, as soon as the application has an OpenTelemetry to tell them to. */
final class Metrics {

    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    /** Often enough for an application that sets its OpenTelemetry after its first event. */
    private static final long ASK_NANOS = 5_000_000_000L;

    private static final boolean OPENTELEMETRY = Trace.isPresent("io.opentelemetry.api.GlobalOpenTelemetry");

    private final String service;
    private final PublishCounts counts;
    private final EventStore store;
    private final RunningFollowers followers;
    private final AtomicLong askAt = new AtomicLong(System.nanoTime());
    private volatile boolean settled = !OPENTELEMETRY;
    private @Nullable OpenTelemetryMetrics registered;

    Metrics(String service, PublishCounts counts, EventStore store, RunningFollowers followers) {
        this.service = service;
        this.counts = counts;
        this.store = store;
        this.followers = followers;
        offer();
    }

    /** Called with each event: looks now and then, until there is something to register with. */
    void offer() {
        if (settled) {
            return;
        }
        long at = askAt.get();
        long now = System.nanoTime();
        if (now - at >= 0 && askAt.compareAndSet(at, now + ASK_NANOS)) {
            register();
        }
    }

    private synchronized void register() {
        try {
            if (!settled) {
                registered = OpenTelemetryMetrics.register(service, counts, store, followers);
                settled = registered != null;
            }
        } catch (LinkageError | RuntimeException e) {
            settled = true;
            LOG.debug("no metrics: the application's OpenTelemetry API is of another version", e);
        }
    }

    synchronized void unregister() {
        settled = true;
        if (registered != null) {
            registered.unregister();
            registered = null;
        }
    }
}
