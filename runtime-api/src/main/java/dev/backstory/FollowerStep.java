package dev.backstory;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.store.FollowerTurns.Delivery;
import dev.backstory.store.FollowerTurns.Settlement;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a handler in a step of the event's story, which the event has caused; further attempts are further steps. */
final class FollowerStep implements Delivery {

    /** What an application does about an event; with no connection where the store has none. */
    interface Work {
        void on(RecordedEvent event, @Nullable Connection connection) throws Exception;
    }

    private final String name;
    private final ClassLoader application;
    private final UnaryOperator<RecordedEvent> reveal;
    private final Work handler;

    private @Nullable String lastId;
    private int attempt;
    private volatile @Nullable Instant inHandSince;
    private @Nullable Throwable failure;

    FollowerStep(String name, ClassLoader application, UnaryOperator<RecordedEvent> reveal, Work handler) {
        this.name = name;
        this.application = application;
        this.reveal = reveal;
        this.handler = handler;
    }

    @Override
    public void deliver(RecordedEvent event, @Nullable Connection connection, Settlement settlement) throws Exception {
        attempt = event.id().equals(lastId) ? attempt + 1 : 1;
        lastId = event.id();
        inHandSince = event.recordedAt();
        CausalContext cause = CausalContext.NONE.handling(event.id(), event.correlationId());
        Step step = Step.of(Step.FOLLOWER, name)
                .from(cause)
                .application(application)
                .waitedNanos(Math.max(
                        0, Duration.between(event.recordedAt(), Instant.now()).toNanos()))
                .start();
        if (attempt > 1) {
            step.attribute("attempt", Integer.toString(attempt));
        }
        try (Scope scope =
                step.context().handling(event.id(), event.correlationId()).activate()) {
            handler.on(reveal.apply(event), connection);
            settlement.settle();
        } catch (Exception | Error e) {
            failure = e;
            step.fail(e);
            throw e;
        } finally {
            step.end();
        }
    }

    /** Why the last delivery failed since this was asked; null when it did not. */
    @Nullable
    Throwable takeFailure() {
        Throwable taken = failure;
        failure = null;
        return taken;
    }

    /** Which event that was, for people. */
    String inHand() {
        return String.valueOf(lastId);
    }

    /** When the event was recorded that is handled now, or was last, or waits until it is final; null when there is none. */
    @Nullable
    Instant inHandSince() {
        return inHandSince;
    }

    /** Null when nothing waits. */
    void hasNone(@Nullable Instant waitsSince) {
        inHandSince = waitsSince;
    }
}
