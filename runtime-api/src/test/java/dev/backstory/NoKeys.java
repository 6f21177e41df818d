package dev.backstory;

import dev.backstory.context.Step;
import dev.backstory.store.EventStore;
import dev.backstory.store.PendingEvent;
import dev.backstory.store.StepProtection;
import dev.backstory.store.StoryReader;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;

/** A store that keeps no keys of data subjects, as one that somebody else wrote. */
record NoKeys(EventStore store) implements EventStore {

    @Override
    public CompletableFuture<Receipt> append(PendingEvent event) {
        return store.append(event);
    }

    @Override
    public Receipt append(PendingEvent event, Connection connection) {
        return store.append(event, connection);
    }

    @Override
    public void observe(Step step, int sink) {
        store.observe(step, sink);
    }

    @Override
    public void protectSteps(StepProtection protection) {
        store.protectSteps(protection);
    }

    @Override
    public StoryReader reader() {
        return store.reader();
    }

    @Override
    public void close() {
        store.close();
    }
}
