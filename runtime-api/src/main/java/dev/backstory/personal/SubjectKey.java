package dev.backstory.personal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The key of one data subject, as far as it can be had.
 *
 * @param id names the key in stored events; tells nothing of the subject
 * @param secret 32 random bytes; null when the key was destroyed, or this process lacks the master key
 * @param erasedAt when it was destroyed; null when it was not
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record SubjectKey(
        String id, byte @Nullable [] secret, @Nullable Instant erasedAt) {

    /** A key that can encrypt and decrypt. */
    public static SubjectKey usable(String id, byte[] secret) {
        return new SubjectKey(id, secret, null);
    }

    /** A key that was destroyed. */
    public static SubjectKey erased(String id, Instant at) {
        return new SubjectKey(id, null, at);
    }

    /** A key that exists and that this process cannot use. */
    public static SubjectKey locked(String id) {
        return new SubjectKey(id, null, null);
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "SubjectKey[" + id + "]";
    }
}
