package dev.backstory.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step as its stored observations tell it, folded into one.
 *
 * @param id the step's id, a UUID of version 7 as lower-case text
 * @param correlationId the id of the story
 * @param kind what entered: {@code request}, {@code job}, … as in {@link dev.backstory.context.Step}
 * @param name for people: {@code POST /orders}
 * @param causationId the event or step that led to it; null for an origin
 * @param externalCause a cause that another process named; null when there was none
 * @param scheduledBy the step in which a periodic task was scheduled; null otherwise
 * @param traceId the W3C trace id; null when there is none
 * @param startedAt when it started, by the clock of the process it ran in
 * @param waited how long the work had waited before; null when that was not measured
 * @param duration how long it ran; null while it runs, or when its process ended before it did
 * @param error why it failed; null when it has not failed
 * @param attributes what else was observed: {@code method}, {@code status}, …
 * @param instanceId the process that it ran in
 */
public record RecordedStep(
        String id,
        String correlationId,
        String kind,
        String name,
        @Nullable String causationId,
        @Nullable String externalCause,
        @Nullable String scheduledBy,
        @Nullable String traceId,
        Instant startedAt,
        @Nullable Duration waited,
        @Nullable Duration duration,
        @Nullable String error,
        Map<String, String> attributes,
        String instanceId) {

    /** The attribute of a batch that names the stories of which it took work, a space between them. */
    public static final String JOINS = "joins";

    /** The ids of the stories of which it took work, where it is a batch of several; else none. */
    public List<String> joined() {
        String named = attributes.get(JOINS);
        return named == null || named.isBlank()
                ? List.of()
                : List.of(named.strip().split(" +", -1));
    }

    /** The same step with another error and other attributes, for those who may read less of it, or more. */
    public RecordedStep with(@Nullable String otherError, Map<String, String> otherAttributes) {
        return new RecordedStep(
                id,
                correlationId,
                kind,
                name,
                causationId,
                externalCause,
                scheduledBy,
                traceId,
                startedAt,
                waited,
                duration,
                otherError,
                otherAttributes,
                instanceId);
    }
}
