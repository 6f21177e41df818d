package dev.backstory.viewer;

import dev.backstory.RecordedEvent;
import dev.backstory.store.Instance;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stores that share stories, asked at the same time. One that does not answer is named, and the others still tell. */
final class Stores {

    private static final int EVENTS_OF_PART = 10_000;

    /**
     * What was read of one story.
     *
     * @param from where it begins in each store
     * @param next where the part after it begins; over: there is none
     */
    record Part(StoryRecords records, Places from, Places next) {}

    private final EachStore<StoryReader> readers;
    private final List<String> names;
    private final int partSize;

    Stores(Map<String, StoryReader> readers) {
        this(readers, EVENTS_OF_PART);
    }

    Stores(Map<String, StoryReader> readers, int partSize) {
        this.readers = new EachStore<>(readers);
        this.names = List.copyOf(readers.keySet());
        this.partSize = partSize;
    }

    /** Everything of one story, however big, wherever it is stored: for programs that end when they have told it. */
    EachStore.Read<StoryRecords> whole(String correlationId) {
        EachStore.Read<Map<String, StoryRecords>> read = readers.ask(reader -> reader.story(correlationId));
        List<StoryRecords> parts =
                read.value().values().stream().filter(each -> !each.isEmpty()).toList();
        return new EachStore.Read<>(parts.size() == 1 ? parts.get(0) : merged(correlationId, parts), read.away());
    }

    /** One story, wherever it is stored: everything, or of a big one the part that begins at these places. */
    EachStore.Read<Part> story(String correlationId, String from) {
        return part(correlationId, Places.parse(from, names.size()), partSize);
    }

    /** The part of a story that begins with that event; of nothing when no store has it. */
    EachStore.Read<Part> storyAt(String correlationId, String eventId) {
        Map<String, List<RecordedEvent>> found =
                readers.ask(reader -> listed(reader.event(eventId))).value();
        for (int i = 0; i < names.size(); i++) {
            for (RecordedEvent event : found.getOrDefault(names.get(i), List.of())) {
                return part(correlationId, Places.at(i, event.position(), names.size()), partSize);
            }
        }
        Places nowhere = Places.beginning(names.size());
        return new EachStore.Read<>(new Part(merged(correlationId, List.of()), nowhere, nowhere), List.of());
    }

    /** The first events of one story, with their steps: enough to say what it is. */
    StoryRecords beginning(String correlationId, int events) {
        return part(correlationId, Places.beginning(names.size()), events)
                .value()
                .records();
    }

    private EachStore.Read<Part> part(String correlationId, Places from, int events) {
        Map<String, Function<StoryReader, StoryPart>> questions = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            StoryPart.Place place = from.each().get(i);
            if (place != null) {
                questions.put(names.get(i), reader -> reader.part(correlationId, place, events));
            }
        }
        EachStore.Read<Map<String, StoryPart>> read = readers.ask(questions);
        List<StoryPart.@Nullable Place> next = new ArrayList<>();
        List<StoryRecords> parts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            StoryPart part = read.value().get(names.get(i));
            // A store that is away is not waited for: its part is told to be lacking, here and on the next page.
            next.add(part == null ? null : part.next());
            if (part != null && !part.records().isEmpty()) {
                parts.add(part.records());
            }
        }
        StoryRecords records = parts.size() == 1 ? parts.get(0) : merged(correlationId, parts);
        return new EachStore.Read<>(new Part(records, from, new Places(next)), read.away());
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
        List<StoryHead> batches = StoryLists.newestFirst(parts.stream().flatMap(each -> each.batches().stream()));
        return new StoryRecords(correlationId, inOrder, List.copyOf(steps.values()), instances, batches);
    }

    /** A step that is recorded in two stores may have been seen to end in one of them only. */
    private static RecordedStep later(RecordedStep one, RecordedStep other) {
        return one.duration() == null && other.duration() != null ? other : one;
    }
}
