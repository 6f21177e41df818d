package dev.backstory.store;

import dev.backstory.RecordedEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Follows an {@link InMemoryEventStore}; several with one name share its place. */
final class InMemoryFollower implements FollowerTurns {

    /** How far the followers of one name are. */
    static final class Place {
        private String at;
        private @Nullable InMemoryFollower leader;
        private @Nullable String inHand;
        private int failures;
        private @Nullable String error;
        private @Nullable Instant failedAt;

        Place(String at) {
            this.at = at;
        }

        synchronized boolean isOf(InMemoryFollower follower) {
            leader = leader == null ? follower : leader;
            return leader == follower;
        }

        synchronized void leave(InMemoryFollower follower) {
            leader = leader == follower ? null : leader;
        }

        synchronized void moved(String to) {
            at = to;
            inHand = null;
            failures = 0;
            error = null;
            failedAt = null;
        }

        synchronized void failed(RecordedEvent event, Throwable why) {
            inHand = event.id();
            failures++;
            error = why.getClass().getName();
            failedAt = Instant.now();
        }
    }

    private final String name;
    private final StoryReader reader;
    private final EventFilter filter;
    private final Place place;
    private final String instanceId;

    InMemoryFollower(String name, StoryReader reader, EventFilter filter, Place place, String instanceId) {
        this.name = name;
        this.reader = reader;
        this.filter = filter;
        this.place = place;
        this.instanceId = instanceId;
    }

    /** The place has been taken with the name. */
    @Override
    public void begin() {}

    @Override
    public boolean isTransactional() {
        return false;
    }

    @Override
    public Turn take(Delivery delivery) throws Exception {
        if (!place.isOf(this)) {
            return Turn.NOT_OURS;
        }
        EventPage page = next(filter);
        for (RecordedEvent each : page.events()) {
            try {
                delivery.deliver(each, null, () -> place.moved(page.next()));
                return Turn.HANDLED;
            } catch (Exception | Error e) {
                place.failed(each, e);
                throw e;
            }
        }
        place.moved(page.next());
        return page.more() ? Turn.LOOKED : Turn.NOTHING;
    }

    /** What is in memory is final. */
    @Override
    public @Nullable Instant heldUpSince() {
        return null;
    }

    /** Nobody takes a name in memory. */
    @Override
    public void hold() {}

    private EventPage next(EventFilter wanted) {
        synchronized (place) {
            return reader.after(place.at, wanted, 1);
        }
    }

    @Override
    public FollowerStatus status() {
        synchronized (place) {
            EventPage ahead = next(EventFilter.ALL);
            Instant since =
                    ahead.events().isEmpty() ? null : ahead.events().get(0).recordedAt();
            return new FollowerStatus(
                    name,
                    since,
                    null,
                    place.inHand,
                    place.failures,
                    place.error,
                    place.failedAt,
                    0,
                    place.leader == null ? null : place.leader.instanceId);
        }
    }

    @Override
    public void close() {
        place.leave(this);
    }
}
