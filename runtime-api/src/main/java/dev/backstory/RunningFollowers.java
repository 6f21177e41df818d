package dev.backstory;

import dev.backstory.context.Propagator;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventStore;
import dev.backstory.store.FollowerTurns;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** The followers that one publisher has started, and ends. */
final class RunningFollowers {

    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final EventStore store;
    private final UnaryOperator<RecordedEvent> reveal;
    private final ClassLoader application;
    private final Duration patience;
    private boolean closed;

    RunningFollowers(
            EventStore store, UnaryOperator<RecordedEvent> reveal, ClassLoader application, Duration patience) {
        this.store = store;
        this.reveal = reveal;
        this.application = application;
        this.patience = patience;
    }

    Follower.Builder named(String name) {
        if (!Propagator.isId(name)) {
            throw new IllegalArgumentException(
                    "A follower's name is made of letters, digits and ._~:+=@-, at most 128 of them, not \"" + name
                            + "\"");
        }
        return new Follower.Builder(this, name);
    }

    synchronized Follower start(String name, FollowerTurns turns, FollowerStep.Work handler) {
        if (closed) {
            throw new IllegalStateException("The publisher is closed: the follower " + name + " is not started.");
        }
        Follower follower = new Follower(
                new FollowerThread(name, turns, new FollowerStep(name, application, reveal, handler)), patience);
        followers.removeIf(each -> each.thread().hasEnded());
        followers.add(follower);
        return follower;
    }

    FollowerTurns turns(String name, EventFilter filter, boolean fromNow) {
        return store.follow(name, filter, fromNow);
    }

    /** Those that have not been closed. */
    List<FollowerThread> threads() {
        return followers.stream().map(Follower::thread).toList();
    }

    private synchronized void tellToEnd() {
        closed = true;
        followers.forEach(each -> each.thread().tellToEnd());
    }

    /** All at once: they have one time to end, and not one after the other. */
    void close() {
        long endBy = System.nanoTime() + patience.toNanos();
        tellToEnd();
        followers.forEach(each -> each.thread().stop(Duration.ofNanos(endBy - System.nanoTime())));
    }
}
