package dev.backstory;

import dev.backstory.Receipt.Outcome;
import dev.backstory.store.EventStore;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's metrics, through the OpenTelemetry API, which an application need not have: {@code backstory.events.published} by
 * result, {@code backstory.events.waiting}, {@code backstory.journal.size}; {@code backstory.follower.lag} and {@code .failures} by follower; and where the agent is attached {@code
 * backstory.hops} (counted with {@code backstory.diagnostics=true}) and {@code backstory.errors.suppressed} by boundary. Read
 * when they are collected; nothing is done for them before.
 */
final class OpenTelemetryMetrics {

    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("backstory.service");
    private static final AttributeKey<String> RESULT = AttributeKey.stringKey("backstory.result");
    private static final AttributeKey<String> FOLLOWER = AttributeKey.stringKey("backstory.follower");
    private static final AttributeKey<String> BOUNDARY = AttributeKey.stringKey("backstory.boundary");
    private static final String BOUNDARIES = "dev.backstory:type=Boundary,name=*";

    private static int publishers;
    private static List<Runnable> unregisteringBoundaries = List.of();

    private final String service;
    private final Meter meter;
    private final List<Runnable> unregistering;

    private OpenTelemetryMetrics(String service, PublishCounts counts, EventStore store, RunningFollowers followers) {
        this.service = service;
        Attributes ofService = Attributes.of(SERVICE, service);
        this.meter = GlobalOpenTelemetry.getMeter("dev.backstory");
        this.unregistering = List.of(
                meter.counterBuilder("backstory.events.published")
                        .setUnit("{event}")
                        .setDescription("Events that were published, by what became of them")
                        .buildWithCallback(measured -> published(measured, counts))::close,
                meter.upDownCounterBuilder("backstory.events.waiting")
                        .setUnit("{event}")
                        .setDescription("Events that wait in memory to be stored")
                        .buildWithCallback(
                                measured -> measured.record(store.backlog().events(), ofService))::close,
                meter.upDownCounterBuilder("backstory.journal.size")
                        .setUnit("By")
                        .setDescription("What waits on the local disk to be stored")
                        .buildWithCallback(
                                measured -> measured.record(store.backlog().journalBytes(), ofService))::close,
                meter.gaugeBuilder("backstory.follower.lag")
                        .setUnit("s")
                        .setDescription(
                                "For how long the first event has been stored that a follower of this process has not handled")
                        .buildWithCallback(measured -> lags(measured, followers))::close,
                meter.counterBuilder("backstory.follower.failures")
                                .setUnit("{failure}")
                                .setDescription("How often a follower's handler has failed in this process")
                                .buildWithCallback(measured -> followers
                                        .threads()
                                        .forEach(each -> measured.record(each.failed(), follower(each))))::close);
        boundariesFor(1, meter);
    }

    /** They are the JVM's and not a publisher's: observed once, as long as there is any, or their sums would be multiples. */
    private static synchronized void boundariesFor(int more, Meter meter) {
        if (publishers + more == 0) {
            unregisteringBoundaries.forEach(Runnable::run);
            unregisteringBoundaries = List.of();
        } else if (unregisteringBoundaries.isEmpty()) {
            unregisteringBoundaries = List.of(
                    meter.counterBuilder("backstory.hops")
                            .setUnit("{hop}")
                            .setDescription(
                                    "How often a context was handed over; counted with backstory.diagnostics=true")
                            .buildWithCallback(measured -> boundaries(measured, "Hops"))::close,
                    meter.counterBuilder("backstory.errors.suppressed")
                            .setUnit("{error}")
                            .setDescription("Errors of the agent's own that it has suppressed")
                            .buildWithCallback(measured -> boundaries(measured, "SuppressedErrors"))::close);
        }
        publishers += more;
    }

    /** Null as long as the application has not said which OpenTelemetry it uses: asking sooner would decide that for it. */
    static @Nullable OpenTelemetryMetrics register(
            String service, PublishCounts counts, EventStore store, RunningFollowers followers) {
        return GlobalOpenTelemetry.isSet() ? new OpenTelemetryMetrics(service, counts, store, followers) : null;
    }

    private void published(ObservableLongMeasurement measured, PublishCounts counts) {
        for (Outcome each : Outcome.values()) {
            measured.record(counts.of(each), result(each.name().toLowerCase(Locale.ROOT)));
        }
        measured.record(counts.failures(), result("failed"));
    }

    private Attributes result(String name) {
        return Attributes.of(SERVICE, service, RESULT, name);
    }

    private void lags(ObservableDoubleMeasurement measured, RunningFollowers followers) {
        for (FollowerThread each : followers.threads()) {
            Duration lag = each.lag();
            if (lag != null) {
                measured.record(lag.toNanos() / 1e9, follower(each));
            }
        }
    }

    private Attributes follower(FollowerThread thread) {
        return Attributes.of(SERVICE, service, FOLLOWER, thread.name());
    }

    private static void boundaries(ObservableLongMeasurement measured, String attribute) {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            Set<ObjectName> names = server.queryNames(new ObjectName(BOUNDARIES), null);
            for (ObjectName each : names) {
                Number value = (Number) server.getAttribute(each, attribute);
                measured.record(value.longValue(), Attributes.of(BOUNDARY, each.getKeyProperty("name")));
            }
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        } catch (JMException e) {
            // One that has just gone: then the others are told the next time.
        }
    }

    void unregister() {
        unregistering.forEach(Runnable::run);
        boundariesFor(-1, meter);
    }
}
