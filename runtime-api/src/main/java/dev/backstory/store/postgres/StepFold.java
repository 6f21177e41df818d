package dev.backstory.store.postgres;

import dev.backstory.store.RecordedStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Folds the observations of steps, given in the order in which they were made, into one record for each step. */
final class StepFold {

    /** The order in which they were made. */
    static final String ORDER = " ORDER BY recorded_at, sequence";

    private final Map<String, RecordedStep> steps = new LinkedHashMap<>();

    void add(RecordedStep observation) {
        steps.merge(observation.id(), observation, StepFold::merge);
    }

    /** In the order in which they started. */
    List<RecordedStep> inOrder() {
        List<RecordedStep> sorted = new ArrayList<>(steps.values());
        sorted.sort(Comparator.comparing(RecordedStep::startedAt).thenComparing(RecordedStep::id));
        return sorted;
    }

    /** The later one counts, where it says something: an observation of the end may overtake an earlier one. */
    private static RecordedStep merge(RecordedStep earlier, RecordedStep later) {
        Map<String, String> attributes = new LinkedHashMap<>(earlier.attributes());
        attributes.putAll(later.attributes());
        return new RecordedStep(
                earlier.id(),
                earlier.correlationId(),
                later.kind(),
                later.name(),
                or(later.causationId(), earlier.causationId()),
                or(later.externalCause(), earlier.externalCause()),
                or(later.scheduledBy(), earlier.scheduledBy()),
                or(later.traceId(), earlier.traceId()),
                earlier.startedAt(),
                or(later.waited(), earlier.waited()),
                or(later.duration(), earlier.duration()),
                or(later.error(), earlier.error()),
                attributes,
                earlier.instanceId());
    }

    private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
        return first != null ? first : second;
    }
}
