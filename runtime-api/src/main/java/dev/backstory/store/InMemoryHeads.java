package dev.backstory.store;

import dev.backstory.RecordedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The list of stories, made anew from all that is stored. */
final class InMemoryHeads {

    private static final Comparator<StoryCursor> NEWEST_FIRST = Comparator.comparing(StoryCursor::firstAt)
            .thenComparing(StoryCursor::correlationId)
            .reversed();

    private final Instance instance;

    InMemoryHeads(Instance instance) {
        this.instance = instance;
    }

    StoryList page(List<StoryRecords> stories, StoryQuery query) {
        List<StoryHead> matching = new ArrayList<>();
        for (StoryRecords each : stories) {
            StoryHead head = head(each);
            if (matches(head, query) && keys(each, head).containsAll(query.keys())) {
                matching.add(head);
            }
        }
        matching.sort(Comparator.comparing(StoryHead::place, NEWEST_FIRST));
        boolean more = matching.size() > query.limit();
        List<StoryHead> page = more ? matching.subList(0, query.limit()) : matching;
        return new StoryList(page, more ? page.get(page.size() - 1).place() : null, null);
    }

    private static boolean matches(StoryHead head, StoryQuery query) {
        Instant from = query.from();
        Instant to = query.to();
        Boolean failed = query.failed();
        StoryCursor after = query.after();
        return (from == null || !head.firstAt().isBefore(from))
                && (to == null || head.firstAt().isBefore(to))
                && (failed == null || failed == head.failed())
                && (after == null || NEWEST_FIRST.compare(head.place(), after) > 0);
    }

    private Set<StoryKey> keys(StoryRecords story, StoryHead head) {
        Set<StoryKey> keys = new LinkedHashSet<>();
        story.events().forEach(each -> keys.addAll(StoryKey.of(each)));
        keys.add(new StoryKey(StoryKey.Kind.CORRELATION, story.correlationId()));
        keys.add(new StoryKey(StoryKey.Kind.SERVICE, instance.service()));
        for (RecordedStep each : story.steps()) {
            if (each.traceId() != null) {
                keys.add(new StoryKey(StoryKey.Kind.TRACE, each.traceId()));
            }
            keys.addAll(StoryKey.of(each));
        }
        RecordedStep origin = head.origin();
        if (origin != null) {
            keys.add(new StoryKey(StoryKey.Kind.ORIGIN, origin.kind()));
            keys.add(new StoryKey(StoryKey.Kind.ROUTE, origin.name()));
        }
        return keys;
    }

    private StoryHead head(StoryRecords story) {
        Map<String, Long> types = new LinkedHashMap<>();
        Set<String> subjects = new LinkedHashSet<>();
        Instant firstAt = Instant.MAX;
        Instant lastAt = Instant.MIN;
        for (RecordedEvent each : story.events()) {
            types.merge(each.type(), 1L, Long::sum);
            subjects.addAll(each.subjects());
            firstAt = earlier(firstAt, each.occurredAt());
            lastAt = later(lastAt, each.occurredAt());
        }
        boolean failed = false;
        for (RecordedStep each : story.steps()) {
            failed |= each.error() != null;
            firstAt = earlier(firstAt, each.startedAt());
            lastAt = later(
                    lastAt,
                    each.duration() == null
                            ? each.startedAt()
                            : each.startedAt().plus(each.duration()));
        }
        return new StoryHead(
                story.correlationId(),
                origin(story.steps()),
                firstAt,
                lastAt,
                story.events().size(),
                types,
                new ArrayList<>(subjects),
                failed,
                List.of(instance.service()));
    }

    private static @Nullable RecordedStep origin(List<RecordedStep> inOrder) {
        for (RecordedStep each : inOrder) {
            if (each.causationId() == null && each.externalCause() == null) {
                return each;
            }
        }
        return inOrder.isEmpty() ? null : inOrder.get(0);
    }

    private static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    private static Instant later(Instant one, Instant other) {
        return other.isAfter(one) ? other : one;
    }
}
