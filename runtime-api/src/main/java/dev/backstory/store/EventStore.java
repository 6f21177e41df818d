package dev.backstory.store;

import dev.backstory.Receipt;
import dev.backstory.audit.AuditRule;
import dev.backstory.context.Step;
import dev.backstory.personal.KeyTable;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where events go. Safe for use by several threads.
 *
 * <p><b>Steps.</b> The publisher registers the {@link dev.backstory.context.StepSink}, keeps it alive, and {@linkplain
 * Step#claim claims} the event's step and all its parents before it calls {@code append}. A store is told the sink's handle
 * with each call and keeps none itself. With an event, and with an observed step, it writes an observation of the step and
 * of every parent for which {@link Step#isRecorded isRecorded(sink)} is false, as they are at the time of writing; once
 * that is committed, and not before, it calls {@link Step#recorded recorded(sink)} on each. In a caller's transaction the
 * store cannot see the commit, so it marks nothing and the next event repeats them.
 */
public interface EventStore extends AutoCloseable {

    /**
     * Stores the event, and the steps that it is the first of, soon.
     *
     * @return completes once it is durable; or exceptionally with {@link dev.backstory.StoreUnavailableException} when that
     *     cannot be had in time, or {@link dev.backstory.PublishException} when the store refuses the event
     */
    CompletableFuture<Receipt> append(PendingEvent event);

    /**
     * Like {@link #append(PendingEvent)}, for a caller that then waits for the receipt: the store may do its work on the
     * calling thread, as long as that would have waited.
     */
    default CompletableFuture<Receipt> appendNow(PendingEvent event) {
        return append(event);
    }

    /**
     * Stores the event in the caller's transaction: with the caller's changes, or not at all. Neither commits nor closes.
     *
     * @throws dev.backstory.PublishException when the database refuses it
     */
    Receipt append(PendingEvent event, Connection connection);

    /**
     * Stores what is known of the step now, and of its parents where they are not recorded: it has ended, or failed. Called
     * on the thread that ends the step: returns at once, never throws, may drop the observation when the store is away.
     *
     * @param sink the handle for {@link Step#recorded}
     */
    void observe(Step step, int sink);

    /**
     * From now on the attributes of steps are stored, and read, as that gives them. The publisher says so before it
     * publishes.
     */
    void protectSteps(StepProtection protection);

    /** Reads what is stored. */
    StoryReader reader();

    /**
     * Turns at following the store under that name. What asks a database is done where they are taken.
     *
     * @param fromNow where a name that is new begins: with what becomes final from its beginning on, or with the first event
     * @throws UnsupportedOperationException when this store keeps no places of followers
     */
    default FollowerTurns follow(String name, EventFilter filter, boolean fromNow) {
        throw new UnsupportedOperationException("This store has no followers.");
    }

    /** What waits to be stored at this moment; cheap. */
    default StoreBacklog backlog() {
        return StoreBacklog.EMPTY;
    }

    /** The rules of audit logs that are kept beside the events, all versions, the older first. */
    default List<AuditRule> auditRules() {
        return List.of();
    }

    /** The wrapped keys of data subjects that are kept beside the events; null when this store keeps none. */
    default @Nullable KeyTable keys() {
        return null;
    }

    /**
     * Stores what is waiting, within a bounded time, and lets go of everything. A store that is not closed stores what is
     * waiting when the process ends, by itself, and takes events as long as it can: others still publish then.
     */
    @Override
    void close();
}
