package dev.backstory.store.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record of the journal: an event with the steps that it needs, or (without an event) steps alone.
 *
 * @param instanceId the process that published it
 * @param event the event; null for steps alone
 * @param steps observations of steps, in no need of a parent that is not stored
 */
record JournalEntry(String instanceId, @Nullable EventRow event, List<StepRow> steps) {

    /** What a newer version adds, an older one leaves out: a journal outlives an update and its reversal. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    byte[] bytes() {
        return JSON.writeValueAsBytes(this);
    }

    static JournalEntry of(byte[] bytes) {
        return JSON.readValue(bytes, JournalEntry.class);
    }
}
