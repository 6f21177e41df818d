package dev.backstory.store;

import dev.backstory.RecordedEvent;
import dev.backstory.context.Step;
import dev.backstory.context.Via;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what an {@link InMemoryEventStore} has at the moment of the call. */
final class InMemoryStoryReader implements StoryReader {

    private final InMemoryEventStore store;
    private final Instance instance;

    InMemoryStoryReader(InMemoryEventStore store, Instance instance) {
        this.store = store;
        this.instance = instance;
    }

    @Override
    public StoryRecords story(String correlationId) {
        List<RecordedEvent> events = store.events().stream()
                .filter(event -> event.correlationId().equals(correlationId))
                .toList();
        List<RecordedStep> steps = store.steps().stream()
                .filter(step -> step.correlationId().equals(correlationId))
                .map(this::folded)
                .sorted(Comparator.comparing(RecordedStep::startedAt).thenComparing(RecordedStep::id))
                .toList();
        boolean empty = events.isEmpty() && steps.isEmpty();
        return new StoryRecords(correlationId, events, steps, empty ? Map.of() : Map.of(instance.id(), instance));
    }

    private RecordedStep folded(Step step) {
        return new RecordedStep(
                step.id(),
                step.correlationId(),
                step.kind(),
                step.name(),
                step.causationId(),
                step.externalCause(),
                step.scheduledBy(),
                step.traceId(),
                Instant.ofEpochMilli(step.startedAt()),
                step.waitedNanos() == Via.NOT_MEASURED ? null : Duration.ofNanos(step.waitedNanos()),
                step.hasEnded() ? Duration.ofNanos(step.durationNanos()) : null,
                step.error(),
                step.attributes(),
                instance.id());
    }

    @Override
    public @Nullable RecordedEvent event(String eventId) {
        for (RecordedEvent each : store.events()) {
            if (each.id().equals(eventId)) {
                return each;
            }
        }
        return null;
    }

    @Override
    public @Nullable String findStory(String anyId) {
        for (RecordedEvent each : store.events()) {
            if (anyId.equals(each.correlationId()) || anyId.equals(each.id()) || anyId.equals(each.traceId())) {
                return each.correlationId();
            }
        }
        for (Step each : store.steps()) {
            if (anyId.equals(each.correlationId()) || anyId.equals(each.id()) || anyId.equals(each.traceId())) {
                return each.correlationId();
            }
        }
        return null;
    }

    @Override
    public List<StoryHead> stories(StoryQuery query) {
        Map<String, Long> newestMatch = new LinkedHashMap<>();
        for (RecordedEvent each : store.events()) {
            if (matches(each, query)) {
                newestMatch.put(each.correlationId(), each.position());
            }
        }
        return newestMatch.entrySet().stream()
                .filter(entry -> entry.getValue() < query.before())
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(query.limit())
                .map(entry -> head(story(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static boolean matches(RecordedEvent event, StoryQuery query) {
        String subject = query.subject();
        String type = query.type();
        return (subject == null || event.subjects().contains(subject))
                && (type == null || event.type().equals(type));
    }

    private StoryHead head(StoryRecords story, long position) {
        Map<String, Long> types = new LinkedHashMap<>();
        Set<String> subjects = new LinkedHashSet<>();
        for (RecordedEvent each : story.events()) {
            types.merge(each.type(), 1L, Long::sum);
            subjects.addAll(each.subjects());
        }
        RecordedStep origin = null;
        boolean failed = false;
        Instant firstAt = story.events().get(0).occurredAt();
        for (RecordedStep each : story.steps()) {
            if (origin == null || (origin.causationId() != null && each.causationId() == null)) {
                origin = each;
            }
            failed |= each.error() != null;
            firstAt = each.startedAt().isBefore(firstAt) ? each.startedAt() : firstAt;
        }
        return new StoryHead(
                story.correlationId(),
                origin,
                firstAt,
                position,
                story.events().size(),
                types,
                new ArrayList<>(subjects),
                failed,
                List.of(instance.service()));
    }
}
