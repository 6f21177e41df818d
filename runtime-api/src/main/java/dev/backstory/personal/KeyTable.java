package dev.backstory.personal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of wrapped keys that a store keeps. It never sees a key, a master key or whose key it is. */
public interface KeyTable {

    /**
     * A wrapped key, or the mark that it was destroyed.
     *
     * @param keyId a UUID
     * @param subjectHash whose key it is, as a keyed hash
     * @param wrapped the key, encrypted; null when it was destroyed
     * @param erasedAt when it was destroyed, by the store's clock; null when it was not
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Row(
            String keyId,
            byte[] subjectHash,
            byte @Nullable [] wrapped,
            @Nullable Instant erasedAt) {}

    /** The same table, for questions that together take no longer than that. Otherwise each may take as long as a publish. */
    default KeyTable within(Duration atMost) {
        return this;
    }

    /** The row of the proposed one's subject: the one that is there, else the proposed one, durably. */
    Row putIfAbsent(Row proposed);

    /** The rows of those ids that exist. */
    Map<String, Row> byId(Set<String> keyIds);

    /** The row of that subject; null when there is none. */
    @Nullable
    Row find(byte[] subjectHash);

    /** The oldest row whose key was not destroyed; null when there is none. */
    @Nullable
    Row oldest();

    /** Destroys the key of that subject for ever; a subject without one gets a destroyed one of the given id. */
    Row erase(byte[] subjectHash, String idIfNone);
}
