package dev.backstory.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a follower is.
 *
 * @param name which one
 * @param behindSince when the first event was recorded that it has still to look at; null when there is none
 * @param heldUpBy the transaction that holds it up, for people; null when none does
 * @param inHand the id of the event that could not be handled, and is tried again; null when all goes well
 * @param failures how often that was tried; 0 when all goes well
 * @param error the class of the last exception of these; null when there is none
 * @param failedAt when that was; null when there is none
 * @param missed how many events retention dropped before it had looked at them
 * @param instanceId the process that handles its events; null when none does
 */
public record FollowerStatus(
        String name,
        @Nullable Instant behindSince,
        @Nullable String heldUpBy,
        @Nullable String inHand,
        int failures,
        @Nullable String error,
        @Nullable Instant failedAt,
        long missed,
        @Nullable String instanceId) {}
