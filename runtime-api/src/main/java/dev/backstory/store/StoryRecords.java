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
 */
public record StoryRecords(
        String correlationId, List<RecordedEvent> events, List<RecordedStep> steps, Map<String, Instance> instances) {

    /** Whether nothing at all is stored with that id. */
    public boolean isEmpty() {
        return events.isEmpty() && steps.isEmpty();
    }
}
