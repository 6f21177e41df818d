package dev.backstory.store.postgres;

import dev.backstory.RecordedEvent;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one story so far. Takes events and observations of steps one by one: what it says does not depend on how
 * they were cut into batches.
 */
final class Summary {

    /** A story with more has only the first ones in its row; all are keys. */
    private static final int LISTED = 50;

    /** The best candidate so far for the step that began the story; its texts as in keys. */
    record Origin(String id, String kind, String name, Instant at, boolean caused) {

        static Origin of(RecordedStep step) {
            return new Origin(
                    step.id(),
                    SummaryText.key(step.kind()),
                    SummaryText.key(step.name()),
                    step.startedAt(),
                    step.causationId() != null || step.externalCause() != null);
        }

        boolean isBefore(Origin other) {
            if (caused != other.caused) {
                return !caused;
            }
            int time = at.compareTo(other.at);
            return time < 0 || (time == 0 && id.compareTo(other.id) < 0);
        }
    }

    final String correlationId;
    final Map<String, Long> types = new LinkedHashMap<>();
    final Set<String> subjects = new LinkedHashSet<>();
    final Set<String> services = new LinkedHashSet<>();
    Instant firstAt = Instant.MAX;
    Instant lastAt = Instant.MIN;
    long events;
    boolean failed;

    @Nullable
    Origin origin;

    /** What events and steps seen since the row was read add. */
    private final Set<SummaryKey> added = new LinkedHashSet<>();

    Summary(String correlationId) {
        this.correlationId = correlationId;
    }

    void see(RecordedEvent event, @Nullable String service) {
        events++;
        see(event.occurredAt());
        String type = SummaryText.shown(event.type());
        if (types.containsKey(type) || types.size() < LISTED) {
            types.merge(type, 1L, Long::sum);
        }
        for (String each : event.subjects()) {
            list(subjects, SummaryText.shown(each));
        }
        tookPart(service);
        for (StoryKey each : StoryKey.of(event)) {
            add(each);
        }
    }

    void see(RecordedStep observation, @Nullable String service) {
        see(observation.startedAt());
        Duration duration = observation.duration();
        if (duration != null) {
            see(observation.startedAt().plus(duration));
        }
        failed |= observation.error() != null;
        tookPart(service);
        joins(observation);
        Origin candidate = Origin.of(observation);
        Origin before = origin;
        if (before == null || before.id().equals(candidate.id()) || candidate.isBefore(before)) {
            origin = candidate;
        }
    }

    private void see(Instant exact) {
        // As PostgreSQL keeps it: what is compared before and after storing is the same.
        Instant time = exact.truncatedTo(ChronoUnit.MICROS);
        firstAt = time.isBefore(firstAt) ? time : firstAt;
        lastAt = time.isAfter(lastAt) ? time : lastAt;
    }

    void tookPart(@Nullable String service) {
        if (service != null) {
            list(services, SummaryText.shown(service));
            add(new StoryKey(StoryKey.Kind.SERVICE, service));
        }
    }

    void joins(RecordedStep observation) {
        for (StoryKey each : StoryKey.of(observation)) {
            add(each);
        }
    }

    private static void list(Set<String> listed, String text) {
        if (listed.size() < LISTED) {
            listed.add(text);
        }
    }

    private void add(StoryKey key) {
        SummaryKey row = SummaryKey.of(key);
        if (row != null) {
            added.add(row);
        }
    }

    /** The keys that were added, and those that the story has as a whole. */
    Set<SummaryKey> keys() {
        Set<SummaryKey> keys = new LinkedHashSet<>(added);
        keys.addAll(keysOf(origin));
        if (failed) {
            keys.add(SummaryKey.FAILED);
        }
        return keys;
    }

    static List<SummaryKey> keysOf(@Nullable Origin origin) {
        return origin == null
                ? List.of()
                : List.of(
                        new SummaryKey(SummaryKey.ORIGIN, origin.kind()),
                        new SummaryKey(SummaryKey.ROUTE, origin.name()));
    }

    StoryHead head(@Nullable RecordedStep originStep) {
        Map<String, Long> shownTypes = new LinkedHashMap<>();
        types.forEach((type, count) -> shownTypes.put(SummaryText.decode(type), count));
        return new StoryHead(
                correlationId,
                originStep,
                firstAt,
                lastAt,
                events,
                shownTypes,
                decoded(subjects),
                failed,
                decoded(services));
    }

    private static List<String> decoded(Set<String> texts) {
        List<String> shown = new ArrayList<>();
        texts.forEach(each -> shown.add(SummaryText.decode(each)));
        return shown;
    }
}
