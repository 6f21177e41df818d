package dev.backstory.personal;

import dev.backstory.PublishException;
import dev.backstory.context.UuidV7;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keys in the store's own table, wrapped by the master key. Without one it can tell which keys were destroyed, no more.
 *
 * <p>Whose a key is, the table says as a hash under the oldest master key. A process with another one would not find a
 * person's key and would make a second, which no erasure by the others destroys: so the first process leaves a fingerprint of
 * that master key in the table, and one with another neither publishes personal data nor erases.
 */
public final class StoredKeys implements KeyStore {

    private static final int SECRET = 32;
    private static final int REMEMBERED = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

    /** Shorter than any hash of a subject, so it is nobody's. */
    private static final byte[] FINGERPRINT = "backstory fingerprint".getBytes(StandardCharsets.US_ASCII);

    private final KeyTable table;
    private final @Nullable MasterKeys master;
    private final RecentKeys recent;
    private final AtomicBoolean agreed;

    public StoredKeys(KeyTable table, @Nullable MasterKeys master) {
        this(table, master, REMEMBERED, REMEMBERED_FOR);
    }

    StoredKeys(KeyTable table, @Nullable MasterKeys master, int remembered, Duration rememberedFor) {
        this(table, master, new RecentKeys(remembered, rememberedFor), new AtomicBoolean());
    }

    private StoredKeys(KeyTable table, @Nullable MasterKeys master, RecentKeys recent, AtomicBoolean agreed) {
        this.table = table;
        this.master = master;
        this.recent = recent;
        this.agreed = agreed;
    }

    @Override
    public KeyStore within(Duration atMost) {
        return new StoredKeys(table.within(atMost), master, recent, agreed);
    }

    @Override
    public SubjectKey of(String subject) {
        SubjectKey known = recent.get(subject);
        if (known != null) {
            return known;
        }
        MasterKeys keys = agreed(true);
        byte[] hash = keys.hashOf(subject);
        String id = UuidV7.nextText();
        byte[] wrapped = keys.wrap(MasterKeys.randomBytes(SECRET), id, hash);
        SubjectKey key = key(table.putIfAbsent(new KeyTable.Row(id, hash, wrapped, null)));
        if (key.secret() == null && key.erasedAt() == null) {
            throw new PublishException("The key " + key.id() + " was wrapped by a master key that this process does not"
                    + " have: add the older ones to its backstory.master-key.file, below the newest.");
        }
        recent.put(subject, key);
        return key;
    }

    @Override
    public @Nullable SubjectKey known(String subject) {
        return recent.get(subject);
    }

    @Override
    public Map<String, SubjectKey> byId(Set<String> ids) {
        Map<String, SubjectKey> keys = new HashMap<>();
        table.byId(ids).forEach((id, row) -> keys.put(id, key(row)));
        return keys;
    }

    @Override
    public @Nullable SubjectKey find(String subject) {
        KeyTable.Row row = table.find(agreed(false).hashOf(subject));
        return row == null ? null : key(row);
    }

    @Override
    public SubjectKey erase(String subject) {
        SubjectKey erased = key(table.erase(agreed(true).hashOf(subject), UuidV7.nextText()));
        recent.put(subject, erased);
        return erased;
    }

    private SubjectKey key(KeyTable.Row row) {
        if (row.erasedAt() != null) {
            return SubjectKey.erased(row.keyId(), row.erasedAt());
        }
        byte[] wrapped = row.wrapped();
        byte[] secret =
                master == null || wrapped == null ? null : master.unwrap(wrapped, row.keyId(), row.subjectHash());
        return secret == null ? SubjectKey.locked(row.keyId()) : SubjectKey.usable(row.keyId(), secret);
    }

    /**
     * The master keys, when their oldest is the one that this store is used with.
     *
     * @param first whether to say so in the table when nobody has
     */
    private MasterKeys agreed(boolean first) {
        MasterKeys keys = master;
        if (keys == null) {
            throw new PublishException("This process has no master key: set backstory.master-key.file.");
        }
        if (!agreed.get()) {
            byte[] ours = keys.fingerprint();
            KeyTable.Row row = table.find(FINGERPRINT);
            if (row == null && !opensOldest(keys)) {
                throw others();
            }
            if (row == null && first) {
                row = table.putIfAbsent(new KeyTable.Row(UuidV7.nextText(), FINGERPRINT, ours, null));
            }
            if (row != null && !Arrays.equals(row.wrapped(), ours)) {
                throw others();
            }
            agreed.set(row != null);
        }
        return keys;
    }

    /** Keys from before there was a fingerprint: who cannot open the first of them shall not leave one. */
    private boolean opensOldest(MasterKeys keys) {
        KeyTable.Row oldest = table.oldest();
        byte[] wrapped = oldest == null ? null : oldest.wrapped();
        return oldest == null
                || wrapped == null
                || Arrays.equals(oldest.subjectHash(), FINGERPRINT)
                || keys.unwrap(wrapped, oldest.keyId(), oldest.subjectHash()) != null;
    }

    private static PublishException others() {
        return new PublishException(
                "The oldest master key of this process is not the one that this store is used with, so it"
                        + " would give people a second key that no erasure finds: give it the same backstory.master-key.file as"
                        + " the other processes, with all the older keys below the newest.");
    }
}
