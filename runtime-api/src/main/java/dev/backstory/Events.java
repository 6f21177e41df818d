package dev.backstory;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.sql.Connection;
import java.util.Map;
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
    private static Map<String, String> settings = Map.of();
    private static volatile boolean ended;

    private Events() {}

    /** See {@link EventPublisher#publish(Object)}. */
    public static Receipt publish(Object event) {
        try (EventPublisher last = lastWords()) {
            return (last == null ? publisher() : last).publish(event);
        }
    }

    /** See {@link EventPublisher#publish(Object, Connection)}. */
    public static Receipt publish(Object event, Connection connection) {
        try (EventPublisher last = lastWords()) {
            return (last == null ? publisher() : last).publish(event, connection);
        }
    }

    /** See {@link EventPublisher#publishAsync(Object)}. */
    public static CompletableFuture<Receipt> publishAsync(Object event) {
        try (EventPublisher last = lastWords()) {
            return (last == null ? publisher() : last).publishAsync(event);
        }
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

    /** See {@link EventPublisher#follower}. */
    public static Follower.Builder follower(String name) {
        return publisher().follower(name);
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
                current = create();
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
            ended = false;
        }
        if (replaced != null) {
            replaced.close();
        }
    }

    private static EventPublisher create() {
        EventPublisher.Builder builder = EventPublisher.builder();
        settings.forEach(builder::setting);
        return builder.build();
    }

    /** The web application that this class belongs to is deployed, and says how events are stored. */
    static void begin(Map<String, String> ofApplication) {
        synchronized (LOCK) {
            settings = Map.copyOf(ofApplication);
            ended = false;
        }
    }

    /** It is undeployed; a publisher that it has made itself is its own to close. */
    static void end() {
        EventPublisher left;
        synchronized (LOCK) {
            left = own;
            own = null;
            ended = inUse == left;
        }
        if (left != null) {
            left.close();
        }
    }

    /** For one event: what the application still publishes while it is taken down must neither be lost nor leave a thread. */
    private static @Nullable EventPublisher lastWords() {
        return ended ? create() : null;
    }
}
