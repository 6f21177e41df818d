package dev.backstory.viewer;

import dev.backstory.RecordedEvent;
import dev.backstory.StoreUnavailableException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stores that share stories, asked at the same time. One that does not answer is named, and the others still tell. */
final class Stores {

    private static final int THREADS = 16;

    /**
     * What was read.
     *
     * @param value the answer of those stores that gave one
     * @param away the names of those that did not
     */
    record Read<T>(T value, List<String> away) {}

    private final Map<String, StoryReader> readers;
    private final ExecutorService threads;

    Stores(Map<String, StoryReader> readers) {
        this.readers = new LinkedHashMap<>(readers);
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "backstory-viewer-store");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** Everything of one story, wherever it is stored. */
    Read<StoryRecords> story(String correlationId) {
        Read<Map<String, StoryRecords>> read = ask(reader -> reader.story(correlationId));
        List<StoryRecords> parts =
                read.value().values().stream().filter(each -> !each.isEmpty()).toList();
        return new Read<>(parts.size() == 1 ? parts.get(0) : merged(correlationId, parts), read.away());
    }

    /** The first events of one story, with their steps: enough to say what it is. */
    StoryRecords beginning(String correlationId, int events) {
        List<StoryRecords> parts =
                ask(reader -> reader.part(correlationId, StoryPart.Place.START, events)
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
                ask(reader -> listed(reader.findStory(anyId))).value().values()) {
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
        return ask(reader -> reader.event(id) != null).value().containsValue(true);
    }

    /** A page of the list, down to the place to which every store that answers has been read. */
    Read<StoryList> stories(StoryQuery query) {
        Read<Map<String, StoryList>> read = ask(reader -> reader.stories(query));
        List<StoryList> parts = List.copyOf(read.value().values());
        return new Read<>(parts.size() == 1 ? parts.get(0) : StoryLists.merged(parts, query.limit()), read.away());
    }

    /**
     * The answer of each store, by its name.
     *
     * @throws StoreUnavailableException when none of them gives one
     */
    <T> Read<Map<String, T>> ask(Function<StoryReader, T> question) {
        if (readers.size() == 1) {
            Map<String, T> only = new LinkedHashMap<>();
            readers.forEach((name, reader) -> only.put(name, question.apply(reader)));
            return new Read<>(only, List.of());
        }
        Map<String, CompletableFuture<T>> asked = new LinkedHashMap<>();
        readers.forEach((name, reader) ->
                asked.put(name, CompletableFuture.supplyAsync(() -> question.apply(reader), threads)));
        Map<String, T> answers = new LinkedHashMap<>();
        List<String> away = new ArrayList<>();
        asked.forEach((name, answer) -> {
            try {
                answers.put(name, answer.join());
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof StoreUnavailableException)) {
                    throw e;
                }
                away.add(name);
            }
        });
        if (answers.isEmpty()) {
            throw new StoreUnavailableException("none of the stores answers: " + String.join(", ", away), null);
        }
        return new Read<>(answers, away);
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
