package dev.backstory.store;

import dev.backstory.RecordedEvent;
import java.util.List;
import java.util.Map;

/**
 * Everything stored with one correlation id, as it is stored. The Story model makes sense of it.
 *
 * @param correlationId the id of the story
 * @param events in the order of their positions
 * @param steps in the order in which they started
 * @param instances the processes of those events and steps, by id
 * @param batches the stories of batches that took work of this one together with that of others, the newest first, at most {@link
 *     #MOST_BATCHES}; lists and search know a new one a little later than its own page does
 */
public record StoryRecords(
        String correlationId,
        List<RecordedEvent> events,
        List<RecordedStep> steps,
        Map<String, Instance> instances,
        List<StoryHead> batches) {

    /** So many batches are named. */
    public static final int MOST_BATCHES = 20;

    /** Of a story whose work nobody took together with that of others, as far as is known. */
    public StoryRecords(
            String correlationId,
            List<RecordedEvent> events,
            List<RecordedStep> steps,
            Map<String, Instance> instances) {
        this(correlationId, events, steps, instances, List.of());
    }

    /** Whether nothing at all is stored with that id. */
    public boolean isEmpty() {
        return events.isEmpty() && steps.isEmpty();
    }
}
