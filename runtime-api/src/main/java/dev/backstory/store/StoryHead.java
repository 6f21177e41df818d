package dev.backstory.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A story in a list.
 *
 * @param correlationId the id of the story
 * @param origin the step that began it, else its earliest step; null when none is recorded
 * @param firstAt when its first event occurred, or its first step started
 * @param lastAt when its newest event occurred, or its newest step started or ended
 * @param events how many events it has
 * @param types its event types in the order of first appearance, each with its count; of many, the first ones
 * @param subjects what its events are about, in the order of first appearance; of many, the first ones
 * @param failed whether one of its steps failed
 * @param services the services that took part
 */
public record StoryHead(
        String correlationId,
        @Nullable RecordedStep origin,
        Instant firstAt,
        Instant lastAt,
        long events,
        Map<String, Long> types,
        List<String> subjects,
        boolean failed,
        List<String> services) {

    /** The same story with another view of what began it. */
    public StoryHead withOrigin(RecordedStep other) {
        return new StoryHead(correlationId, other, firstAt, lastAt, events, types, subjects, failed, services);
    }

    /** The same story with other subjects. */
    public StoryHead withSubjects(List<String> others) {
        return new StoryHead(correlationId, origin, firstAt, lastAt, events, types, others, failed, services);
    }

    /** Its place in a list. */
    public StoryCursor place() {
        return new StoryCursor(firstAt, correlationId);
    }
}
