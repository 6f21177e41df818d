package dev.backstory.store;

import dev.backstory.Receipt;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;

/** Where events go. Safe for use by several threads. */
public interface EventStore extends AutoCloseable {

    /**
     * Stores the event, and the steps that it is the first of, soon.
     *
     * @return completes once it is durable; or exceptionally with {@link dev.backstory.StoreUnavailableException} when that
     *     cannot be had in time, or {@link dev.backstory.PublishException} when the store refuses the event
     */
    CompletableFuture<Receipt> append(PendingEvent event);

    /**
     * Stores the event in the caller's transaction: with the caller's changes, or not at all. Neither commits nor closes.
     *
     * @throws dev.backstory.PublishException when the database refuses it
     */
    Receipt append(PendingEvent event, Connection connection);

    /** Reads what is stored. */
    StoryReader reader();

    /** Stores what is waiting, within a bounded time, and lets go of everything. */
    @Override
    void close();
}
