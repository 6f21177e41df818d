package dev.backstory.viewer.story;

import dev.backstory.RecordedEvent;
import dev.backstory.context.Via;
import dev.backstory.store.Instance;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Builds records of a story for tests, a millisecond after one another. */
public final class Records {

    public static final Instant START = Instant.parse("2026-11-23T14:02:11Z");

    private final String correlationId;
    private final List<RecordedEvent> events = new ArrayList<>();
    private final List<RecordedStep> steps = new ArrayList<>();
    private final Map<String, Instance> instances = new HashMap<>();
    private String service = "shop";
    private boolean alive = true;
    private int tick;
    private Duration skipped = Duration.ZERO;

    private @Nullable String nextIn;

    public Records(String correlationId) {
        this.correlationId = correlationId;
    }

    public Records event(String id, String type, @Nullable String cause) {
        return event(id, type, cause, "12.50", null);
    }

    public Records event(String id, String type, @Nullable String cause, String amount, @Nullable Via via) {
        Instant at = START.plus(skipped).plusMillis(tick++);
        events.add(new RecordedEvent(
                id,
                tick,
                type,
                List.of("order/4822", "customer/42"),
                JsonNodeFactory.instance.objectNode().put("amount", amount),
                Map.of("tenant", amount.length() > 10 ? amount : "acme"),
                correlationId,
                cause,
                nextIn,
                via,
                "worker-1",
                null,
                null,
                at,
                at,
                service));
        nextIn = null;
        return this;
    }

    /** The next event is published in that step. */
    Records in(String stepId) {
        nextIn = stepId;
        return this;
    }

    public Records step(
            String id,
            String kind,
            String name,
            @Nullable String cause,
            @Nullable Duration ran,
            @Nullable String error) {
        Instant at = START.plus(skipped).plusMillis(tick++);
        steps.add(new RecordedStep(
                id, correlationId, kind, name, cause, null, null, null, at, null, ran, error, Map.of(), service));
        return this;
    }

    /** A step that took what several stories had sent. */
    public Records batch(String id, String name, String joins) {
        Instant at = START.plus(skipped).plusMillis(tick++);
        Map<String, String> attributes = Map.of("joins", joins, "redelivered", "true");
        steps.add(new RecordedStep(
                id,
                correlationId,
                "message",
                name,
                null,
                null,
                null,
                null,
                at,
                null,
                Duration.ZERO,
                null,
                attributes,
                service));
        return this;
    }

    /** A step that another process caused. */
    public Records received(
            String id, String kind, String name, String cause, @Nullable Duration ran, @Nullable String error) {
        Instant at = START.plus(skipped).plusMillis(tick++);
        steps.add(new RecordedStep(
                id, correlationId, kind, name, null, cause, null, null, at, null, ran, error, Map.of(), service));
        return this;
    }

    /** What comes next happened so much later. */
    public Records later(Duration time) {
        skipped = skipped.plus(time);
        return this;
    }

    public Records dead() {
        alive = false;
        return this;
    }

    /** What comes next happened in this service. */
    public Records at(String other) {
        instances.put(service, new Instance(service, service, "host", 1, START, START, null, alive));
        service = other;
        return this;
    }

    public StoryRecords get() {
        at(service);
        return new StoryRecords(correlationId, events, steps, instances);
    }
}
