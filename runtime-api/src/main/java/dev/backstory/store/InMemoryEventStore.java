package dev.backstory.store;

import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.personal.KeyTable;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events in memory, for unit tests of applications:
 *
 * <pre>{@code
 * InMemoryEventStore store = new InMemoryEventStore();
 * Events.use(EventPublisher.builder().store(store).build());
 * …
 * assertThat(store.events()).extracting(RecordedEvent::type).containsExactly("OrderPlaced");
 * }</pre>
 */
public final class InMemoryEventStore implements EventStore {

    private final Instance instance;
    private final Map<String, RecordedEvent> events = new LinkedHashMap<>();
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final KeyTable keys = new InMemoryKeyTable();
    private final Map<String, InMemoryFollower.Place> places = new ConcurrentHashMap<>();
    private long lastPosition;
    private volatile StepProtection protection = StepProtection.NONE;

    /** An empty store, of a service called {@code test}. */
    public InMemoryEventStore() {
        this("test");
    }

    /** An empty store, of a service of that name. */
    public InMemoryEventStore(String service) {
        Instant now = Instant.now();
        this.instance = new Instance(
                UuidV7.nextText(), service, "localhost", ProcessHandle.current().pid(), now, now, null, true);
    }

    /** Everything published so far, in order. */
    public synchronized List<RecordedEvent> events() {
        return List.copyOf(events.values());
    }

    /** Forgets everything. */
    public synchronized void clear() {
        events.clear();
        steps.clear();
    }

    @Override
    public CompletableFuture<Receipt> append(PendingEvent event) {
        try {
            RecordedEvent stored = store(event);
            return CompletableFuture.completedFuture(new Receipt(
                    stored.id(),
                    stored.correlationId(),
                    Receipt.Outcome.STORED,
                    stored.position(),
                    stored.recordedAt()));
        } catch (PublishException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Stores the event at once: there is no transaction that memory could take part in. */
    @Override
    public Receipt append(PendingEvent event, Connection connection) {
        RecordedEvent stored = store(event);
        return new Receipt(stored.id(), stored.correlationId(), Receipt.Outcome.IN_TRANSACTION, -1, null);
    }

    private synchronized RecordedEvent store(PendingEvent event) {
        RecordedEvent before = events.get(event.id());
        if (before != null) {
            if (sameContent(before, event)) {
                return before;
            }
            throw new PublishException(
                    "An event with the id " + event.id() + " is stored already, with other content.");
        }
        Step step = event.step();
        if (step != null) {
            observe(step, event.sink());
        }
        RecordedEvent stored = recorded(event, step);
        events.put(stored.id(), stored);
        return stored;
    }

    private static boolean sameContent(RecordedEvent before, PendingEvent event) {
        return before.type().equals(event.type())
                && before.subjects().equals(event.subjects())
                && Objects.equals(before.data(), event.data());
    }

    private RecordedEvent recorded(PendingEvent event, @Nullable Step step) {
        return new RecordedEvent(
                event.id(),
                ++lastPosition,
                event.type(),
                List.copyOf(event.subjects()),
                event.data(),
                Map.copyOf(event.metadata()),
                event.correlationId(),
                event.causationId(),
                step == null ? null : step.id(),
                event.via(),
                event.thread(),
                event.traceId(),
                event.spanId(),
                event.occurredAt(),
                Instant.now(),
                instance.id());
    }

    @Override
    public synchronized void observe(Step step, int sink) {
        for (Step each = step; each != null; each = each.parent()) {
            steps.put(each.id(), each);
            each.recorded(sink);
        }
    }

    @Override
    public void protectSteps(StepProtection by) {
        protection = by;
    }

    @Override
    public StoryReader reader() {
        return new InMemoryStoryReader(this, instance);
    }

    /** Its deliveries get no connection: there is no transaction that memory could take part in. */
    @Override
    public FollowerTurns follow(String name, EventFilter filter, boolean fromNow) {
        InMemoryFollower.Place place = places.computeIfAbsent(
                name, unknown -> new InMemoryFollower.Place(fromNow ? reader().end() : EventPage.START));
        return new InMemoryFollower(name, reader(), filter, place, instance.id());
    }

    @Override
    public KeyTable keys() {
        return keys;
    }

    /** What may be seen of the step. */
    Map<String, String> attributes(Step step) {
        return protection.attributes(step, true);
    }

    /** The steps of events and failures so far. */
    synchronized List<Step> steps() {
        return new ArrayList<>(steps.values());
    }

    /** Does nothing: what was published can still be read. */
    @Override
    public void close() {}
}
