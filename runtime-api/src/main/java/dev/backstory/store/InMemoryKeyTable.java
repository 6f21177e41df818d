package dev.backstory.store;

import dev.backstory.personal.KeyTable;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys beside events in memory. */
final class InMemoryKeyTable implements KeyTable {

    private final Map<String, Row> rows = new LinkedHashMap<>();

    @Override
    public synchronized Row putIfAbsent(Row proposed) {
        Row there = find(proposed.subjectHash());
        if (there != null) {
            return there;
        }
        rows.put(proposed.keyId(), proposed);
        return proposed;
    }

    @Override
    public synchronized Map<String, Row> byId(Set<String> keyIds) {
        Map<String, Row> found = new HashMap<>(rows);
        found.keySet().retainAll(keyIds);
        return found;
    }

    @Override
    public synchronized @Nullable Row find(byte[] subjectHash) {
        for (Row each : rows.values()) {
            if (Arrays.equals(each.subjectHash(), subjectHash)) {
                return each;
            }
        }
        return null;
    }

    @Override
    public synchronized @Nullable Row oldest() {
        return rows.values().stream()
                .filter(each -> each.wrapped() != null)
                .findFirst()
                .orElse(null);
    }

    @Override
    public synchronized Row erase(byte[] subjectHash, String idIfNone) {
        Row there = find(subjectHash);
        if (there != null && there.erasedAt() != null) {
            return there;
        }
        Row erased = new Row(there == null ? idIfNone : there.keyId(), subjectHash, null, Instant.now());
        rows.put(erased.keyId(), erased);
        return erased;
    }
}
