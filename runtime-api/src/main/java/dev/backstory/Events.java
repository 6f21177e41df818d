package dev.backstory;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.sql.Connection;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events from anywhere in an application. The publisher behind it is made at the first use, from system
 * properties and the environment, unless {@link #use} has named one.
 *
 * <pre>{@code
 * Events.publish(new OrderPlaced(4822, 42));
 * }</pre>
 */
public final class Events {

    private static final Object LOCK = new Object();
    private static volatile @Nullable EventPublisher inUse;
    private static @Nullable EventPublisher own;

    private Events() {}

    /** See {@link EventPublisher#publish(Object)}. */
    public static Receipt publish(Object event) {
        return publisher().publish(event);
    }

    /** See {@link EventPublisher#publish(Object, Connection)}. */
    public static Receipt publish(Object event, Connection connection) {
        return publisher().publish(event, connection);
    }

    /** See {@link EventPublisher#publishAsync(Object)}. */
    public static CompletableFuture<Receipt> publishAsync(Object event) {
        return publisher().publishAsync(event);
    }

    /** Every event that is published below, on any thread that the work reaches, carries the entry. */
    public static Scope with(String key, String value) {
        return CausalContext.current().with(key, value).refine();
    }

    /** What is published below is caused by that event, and belongs to its story. */
    public static Scope handling(RecordedEvent event) {
        return CausalContext.current()
                .handling(event.id(), event.correlationId())
                .refine();
    }

    /** The publisher in use. */
    public static EventPublisher publisher() {
        EventPublisher current = inUse;
        if (current != null) {
            return current;
        }
        synchronized (LOCK) {
            current = inUse;
            if (current == null) {
                // No shutdown hook closes it: requests that end while the process stops still publish. The store
                // flushes.
                current = EventPublisher.create();
                own = current;
                inUse = current;
            }
            return current;
        }
    }

    /** Publishes through that publisher from now on; whoever made it closes it. */
    public static void use(EventPublisher publisher) {
        EventPublisher replaced;
        synchronized (LOCK) {
            inUse = Objects.requireNonNull(publisher, "publisher");
            replaced = own;
            own = null;
        }
        if (replaced != null) {
            replaced.close();
        }
    }
}
