package dev.backstory.personal;

import dev.backstory.PublishException;
import dev.backstory.context.UuidV7;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys in the store's own table, wrapped by the master key. Without one it can tell which keys were destroyed, no more. */
public final class StoredKeys implements KeyStore {

    private static final int SECRET = 32;
    private static final int REMEMBERED = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

    private final KeyTable table;
    private final @Nullable MasterKeys master;
    private final RecentKeys recent;

    public StoredKeys(KeyTable table, @Nullable MasterKeys master) {
        this(table, master, REMEMBERED, REMEMBERED_FOR);
    }

    StoredKeys(KeyTable table, @Nullable MasterKeys master, int remembered, Duration rememberedFor) {
        this.table = table;
        this.master = master;
        this.recent = new RecentKeys(remembered, rememberedFor);
    }

    @Override
    public SubjectKey of(String subject) {
        SubjectKey known = recent.get(subject);
        if (known != null) {
            return known;
        }
        MasterKeys keys = required();
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
        KeyTable.Row row = table.find(required().hashOf(subject));
        return row == null ? null : key(row);
    }

    @Override
    public SubjectKey erase(String subject) {
        SubjectKey erased = key(table.erase(required().hashOf(subject), UuidV7.nextText()));
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

    private MasterKeys required() {
        if (master == null) {
            throw new PublishException("This process has no master key: set backstory.master-key.file.");
        }
        return master;
    }
}
