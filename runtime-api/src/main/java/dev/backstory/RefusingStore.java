package dev.backstory;

import dev.backstory.context.Step;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventStore;
import dev.backstory.store.FollowerTurns;
import dev.backstory.store.PendingEvent;
import dev.backstory.store.StepProtection;
import dev.backstory.store.StoryReader;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;

/** Stands where no store is configured, and says what to do to whoever publishes or reads. */
final class RefusingStore implements EventStore {

    private final String message;

    RefusingStore(String message) {
        this.message = message;
    }

    @Override
    public CompletableFuture<Receipt> append(PendingEvent event) {
        return CompletableFuture.failedFuture(new PublishException(message));
    }

    @Override
    public Receipt append(PendingEvent event, Connection connection) {
        throw new PublishException(message);
    }

    @Override
    public void observe(Step step, int sink) {}

    @Override
    public void protectSteps(StepProtection protection) {}

    @Override
    public StoryReader reader() {
        throw new IllegalStateException(message);
    }

    @Override
    public FollowerTurns follow(String name, EventFilter filter, boolean fromNow) {
        throw new IllegalStateException(message);
    }

    @Override
    public void close() {}
}
