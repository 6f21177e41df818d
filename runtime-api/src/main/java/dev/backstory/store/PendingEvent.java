package dev.backstory.store;

import dev.backstory.context.Step;
import dev.backstory.context.Via;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event on its way to the store: stamped with the ids of its thread, not yet stored. The components are those of
 * {@link dev.backstory.RecordedEvent}; {@code step} is the live step, which the store records along with its first event, and {@code sink} the
 * handle for {@link Step#isRecorded} and {@link Step#recorded}, as {@link EventStore} explains.
 */
public record PendingEvent(
        String id,
        String type,
        List<String> subjects,
        JsonNode data,
        Map<String, String> metadata,
        String correlationId,
        @Nullable String causationId,
        @Nullable Step step,
        @Nullable Via via,
        String thread,
        @Nullable String traceId,
        @Nullable String spanId,
        Instant occurredAt,
        int sink) {

    /** The same event with other content. */
    public PendingEvent with(JsonNode otherData, Map<String, String> otherMetadata) {
        return new PendingEvent(
                id,
                type,
                subjects,
                otherData,
                otherMetadata,
                correlationId,
                causationId,
                step,
                via,
                thread,
                traceId,
                spanId,
                occurredAt,
                sink);
    }
}
