package dev.backstory.store;

import dev.backstory.RecordedEvent;
import dev.backstory.context.Step;
import dev.backstory.context.Via;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
        StoryRecords alone = alone(correlationId);
        Set<String> joining = new LinkedHashSet<>();
        for (Step each : store.steps()) {
            if (folded(each).joined().contains(correlationId)) {
                joining.add(each.correlationId());
            }
        }
        List<StoryHead> batches =
                heads(joining, StoryQuery.newest(StoryRecords.MOST_BATCHES)).stories();
        return new StoryRecords(correlationId, alone.events(), alone.steps(), alone.instances(), batches);
    }

    private StoryRecords alone(String correlationId) {
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
                store.attributes(step),
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
    public StoryPart part(String correlationId, StoryPart.Place from, int limit) {
        StoryRecords all = story(correlationId);
        if (from.equals(StoryPart.Place.START)
                && all.events().size() <= limit
                && all.steps().size() <= limit) {
            return new StoryPart(all, null);
        }
        List<RecordedEvent> events = all.events().stream()
                .filter(each -> each.position() > from.position())
                .limit(limit)
                .toList();
        if (!events.isEmpty()) {
            Set<String> wanted = new LinkedHashSet<>();
            events.forEach(each -> wanted.add(String.valueOf(each.stepId())));
            return new StoryPart(
                    new StoryRecords(
                            correlationId,
                            events,
                            withCauses(all.steps(), wanted),
                            all.instances(),
                            from.equals(StoryPart.Place.START) ? all.batches() : List.of()),
                    new StoryPart.Place(events.get(events.size() - 1).position(), null));
        }
        String seen = from.stepId() == null ? "" : from.stepId();
        List<RecordedStep> left = all.steps().stream()
                .sorted(Comparator.comparing(RecordedStep::id))
                .filter(each -> each.id().compareTo(seen) > 0)
                .toList();
        List<RecordedStep> steps = left.subList(0, Math.min(limit, left.size()));
        return new StoryPart(
                new StoryRecords(correlationId, List.of(), steps, all.instances()),
                steps.size() < left.size()
                        ? new StoryPart.Place(
                                Long.MAX_VALUE, steps.get(steps.size() - 1).id())
                        : null);
    }

    private static List<RecordedStep> withCauses(List<RecordedStep> steps, Set<String> wanted) {
        List<RecordedStep> found = new ArrayList<>();
        // A step stands after what caused it, so that one pass from the end sees each cause named before it comes.
        for (int i = steps.size() - 1; i >= 0; i--) {
            RecordedStep each = steps.get(i);
            if (wanted.contains(each.id())) {
                found.add(0, each);
                if (each.causationId() != null) {
                    wanted.add(each.causationId());
                }
            }
        }
        return found;
    }

    @Override
    public StoryList stories(StoryQuery query) {
        Set<String> ids = new LinkedHashSet<>();
        store.events().forEach(each -> ids.add(each.correlationId()));
        store.steps().forEach(each -> ids.add(each.correlationId()));
        return heads(ids, query);
    }

    private StoryList heads(Set<String> ids, StoryQuery query) {
        return new InMemoryHeads(instance).page(ids.stream().map(this::alone).toList(), query);
    }

    @Override
    public EventList events(EventQuery query) {
        List<RecordedEvent> matching = store.events().stream()
                .filter(query::includes)
                .sorted(Comparator.comparing(RecordedEvent::id).reversed())
                .limit(query.limit() + 1L)
                .toList();
        if (matching.size() <= query.limit()) {
            return new EventList(matching, null);
        }
        List<RecordedEvent> page = matching.subList(0, query.limit());
        return new EventList(page, page.get(page.size() - 1).id());
    }

    @Override
    public EventPage after(String place, EventFilter filter, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A page has at least one event, not " + limit);
        }
        List<RecordedEvent> all = store.events();
        long above = place.isEmpty() ? 0 : Long.parseLong(place);
        List<RecordedEvent> page = all.stream()
                .filter(each -> each.position() > above && filter.includes(each))
                .limit(limit)
                .toList();
        boolean full = page.size() == limit;
        List<RecordedEvent> looked = full ? page : all;
        long last = looked.isEmpty() ? 0 : looked.get(looked.size() - 1).position();
        return new EventPage(page, Long.toString(Math.max(above, last)), full, null);
    }

    @Override
    public String end() {
        return after(EventPage.START, EventFilter.ALL, Integer.MAX_VALUE).next();
    }
}
