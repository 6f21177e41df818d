package dev.backstory;

import dev.backstory.context.Via;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event as it is stored.
 *
 * @param id the event's id, a UUID of version 7 as lower-case text
 * @param position order in the store
 * @param type past tense, for example {@code OrderPlaced}
 * @param subjects what the event is about, the main one first: {@code order/4822}, {@code customer/42}
 * @param data the event's own content, a JSON object
 * @param metadata keys and values beside the data: tenant, operator, issue, …
 * @param correlationId the id of the story
 * @param causationId the id of the event or step that directly led to it; null when nothing did that is known
 * @param stepId the step in which it was published; null when there was none
 * @param via the hop that brought the work to the publishing thread; null when it had not left the step's own thread
 * @param thread the name of the publishing thread
 * @param traceId the W3C trace id at the time, 32 hexadecimal digits; null when there was no trace
 * @param spanId the W3C span id at the time, 16 hexadecimal digits; null when there was none
 * @param occurredAt when it happened, by the publisher's clock
 * @param recordedAt when it was stored, by the database's clock
 * @param instanceId the process that published it, see {@link dev.backstory.store.Instance}
 */
public record RecordedEvent(
        String id,
        long position,
        String type,
        List<String> subjects,
        JsonNode data,
        Map<String, String> metadata,
        String correlationId,
        @Nullable String causationId,
        @Nullable String stepId,
        @Nullable Via via,
        String thread,
        @Nullable String traceId,
        @Nullable String spanId,
        Instant occurredAt,
        Instant recordedAt,
        String instanceId) {

    /** The same event with other content, for those who may read less of it, or more. */
    public RecordedEvent with(List<String> otherSubjects, JsonNode otherData, Map<String, String> otherMetadata) {
        return new RecordedEvent(
                id,
                position,
                type,
                otherSubjects,
                otherData,
                otherMetadata,
                correlationId,
                causationId,
                stepId,
                via,
                thread,
                traceId,
                spanId,
                occurredAt,
                recordedAt,
                instanceId);
    }
}
