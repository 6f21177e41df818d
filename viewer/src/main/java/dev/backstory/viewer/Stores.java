package dev.backstory.viewer;

import dev.backstory.RecordedEvent;
import dev.backstory.store.Instance;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryPart;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stores that share stories, asked at the same time. One that does not answer is named, and the others still tell. */
final class Stores {

    private final EachStore<StoryReader> readers;

    Stores(Map<String, StoryReader> readers) {
        this.readers = new EachStore<>(readers);
    }

    /** Everything of one story, wherever it is stored. */
    EachStore.Read<StoryRecords> story(String correlationId) {
        EachStore.Read<Map<String, StoryRecords>> read = readers.ask(reader -> reader.story(correlationId));
        List<StoryRecords> parts =
                read.value().values().stream().filter(each -> !each.isEmpty()).toList();
        return new EachStore.Read<>(parts.size() == 1 ? parts.get(0) : merged(correlationId, parts), read.away());
    }

    /** The first events of one story, with their steps: enough to say what it is. */
    StoryRecords beginning(String correlationId, int events) {
        List<StoryRecords> parts = readers
                .ask(reader -> reader.part(correlationId, StoryPart.Place.START, events)
                        .records())
                .value()
                .values()
                .stream()
                .filter(each -> !each.isEmpty())
                .toList();
        return parts.size() == 1 ? parts.get(0) : merged(correlationId, parts);
    }

    /** The story that an id of any kind belongs to; null when nobody knows. */
    @Nullable
    String findStory(String anyId) {
        for (List<String> each :
                readers.ask(reader -> listed(reader.findStory(anyId))).value().values()) {
            if (!each.isEmpty()) {
                return each.get(0);
            }
        }
        return null;
    }

    private static <T> List<T> listed(@Nullable T found) {
        return found == null ? List.of() : List.of(found);
    }

    /** Whether an event has that id. */
    boolean isEvent(String id) {
        return readers.ask(reader -> reader.event(id) != null).value().containsValue(true);
    }

    /** A page of the list, down to the place to which every store that answers has been read. */
    EachStore.Read<StoryList> stories(StoryQuery query) {
        EachStore.Read<Map<String, StoryList>> read = readers.ask(reader -> reader.stories(query));
        List<StoryList> parts = List.copyOf(read.value().values());
        return new EachStore.Read<>(
                parts.size() == 1 ? parts.get(0) : StoryLists.merged(parts, query.limit()), read.away());
    }

    private static StoryRecords merged(String correlationId, List<StoryRecords> parts) {
        Map<String, RecordedEvent> events = new LinkedHashMap<>();
        Map<String, RecordedStep> steps = new LinkedHashMap<>();
        Map<String, Instance> instances = new LinkedHashMap<>();
        for (StoryRecords part : parts) {
            part.events().forEach(each -> events.putIfAbsent(each.id(), each));
            part.steps().forEach(each -> steps.merge(each.id(), each, Stores::later));
            instances.putAll(part.instances());
        }
        // Positions count in one store only; across them the order is that of the databases' clocks.
        List<RecordedEvent> inOrder = new ArrayList<>(events.values());
        inOrder.sort(Comparator.comparing(RecordedEvent::recordedAt).thenComparing(RecordedEvent::id));
        return new StoryRecords(correlationId, inOrder, List.copyOf(steps.values()), instances);
    }

    /** A step that is recorded in two stores may have been seen to end in one of them only. */
    private static RecordedStep later(RecordedStep one, RecordedStep other) {
        return one.duration() == null && other.duration() != null ? other : one;
    }
}
