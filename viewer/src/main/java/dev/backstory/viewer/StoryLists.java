package dev.backstory.viewer;

import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryCursor;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the lists of several stores together. A story that two of them know parts of is one story. */
final class StoryLists {

    private static final Comparator<StoryCursor> NEWEST_FIRST = Comparator.comparing(StoryCursor::firstAt)
            .thenComparing(StoryCursor::correlationId)
            .reversed();

    private StoryLists() {}

    static StoryList merged(List<StoryList> parts, int limit) {
        StoryCursor covered = null;
        Instant behind = null;
        for (StoryList part : parts) {
            covered = higher(covered, part.next());
            behind = earlier(behind, part.behindSince());
        }
        List<StoryHead> inOrder = newestFirst(parts.stream().flatMap(each -> each.stories().stream()));
        // Below the highest place at which a store stopped there may be more of that store's.
        StoryCursor end = covered;
        if (end != null) {
            inOrder.removeIf(each -> NEWEST_FIRST.compare(each.place(), end) > 0);
        }
        if (inOrder.size() > limit) {
            inOrder = inOrder.subList(0, limit);
            covered = inOrder.get(limit - 1).place();
        }
        return new StoryList(inOrder, covered, behind);
    }

    /** Each story once, the newest first. */
    static List<StoryHead> newestFirst(Stream<StoryHead> listed) {
        Map<String, StoryHead> heads = new LinkedHashMap<>();
        listed.forEach(each -> heads.merge(each.correlationId(), each, StoryLists::both));
        List<StoryHead> inOrder = new ArrayList<>(heads.values());
        inOrder.sort(Comparator.comparing(StoryHead::place, NEWEST_FIRST));
        return inOrder;
    }

    private static @Nullable StoryCursor higher(@Nullable StoryCursor one, @Nullable StoryCursor other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return NEWEST_FIRST.compare(one, other) < 0 ? one : other;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private static StoryHead both(StoryHead one, StoryHead other) {
        boolean swapped = one.firstAt().isAfter(other.firstAt());
        StoryHead first = swapped ? other : one;
        StoryHead second = swapped ? one : other;
        Map<String, Long> types = new LinkedHashMap<>(first.types());
        second.types().forEach((type, count) -> types.merge(type, count, Long::sum));
        RecordedStep origin = first.origin();
        return new StoryHead(
                first.correlationId(),
                origin == null || origin.causationId() != null || origin.externalCause() != null
                        ? began(second.origin(), origin)
                        : origin,
                first.firstAt(),
                first.lastAt().isAfter(second.lastAt()) ? first.lastAt() : second.lastAt(),
                first.events() + second.events(),
                types,
                union(first.subjects(), second.subjects()),
                first.failed() || second.failed(),
                union(first.services(), second.services()));
    }

    private static @Nullable RecordedStep began(@Nullable RecordedStep candidate, @Nullable RecordedStep otherwise) {
        return candidate != null && candidate.causationId() == null && candidate.externalCause() == null
                ? candidate
                : otherwise == null ? candidate : otherwise;
    }

    private static List<String> union(List<String> one, List<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }
}
