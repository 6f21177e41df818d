package dev.backstory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the publisher of an event gets back.
 *
 * @param eventId the event's id, to link to
 * @param correlationId the id of the story
 * @param outcome how far the event has come
 * @param position its order in the store; -1 unless {@link Outcome#STORED}
 * @param recordedAt when it was stored, by the database's clock; null unless {@link Outcome#STORED}
 */
public record Receipt(
        String eventId,
        String correlationId,
        Outcome outcome,
        long position,
        @Nullable Instant recordedAt) {

    /** How far a published event has come. */
    public enum Outcome {
        /** It is durable. */
        STORED,
        /** It is stored if and when the caller's transaction commits. */
        IN_TRANSACTION,
        /** It is durable in this machine's journal, and goes from there to the store when that answers again. */
        JOURNALED
    }
}
