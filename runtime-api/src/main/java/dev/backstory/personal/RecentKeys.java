package dev.backstory.personal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that were used last, a bounded number of them, each for a bounded time. A key that was destroyed meanwhile does no
 * harm here: what is encrypted under it cannot be read by anybody who did not write it.
 */
final class RecentKeys {

    private record Entry(SubjectKey key, long until) {}

    private final long nanos;
    private final Map<String, Entry> entries;

    RecentKeys(int atMost, Duration keptFor) {
        this.nanos = keptFor.toNanos();
        this.entries = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
                return size() > atMost;
            }
        };
    }

    synchronized @Nullable SubjectKey get(String subject) {
        Entry entry = entries.get(subject);
        if (entry != null && entry.until - System.nanoTime() <= 0) {
            entries.remove(subject);
            return null;
        }
        return entry == null ? null : entry.key;
    }

    synchronized void put(String subject, SubjectKey key) {
        entries.put(subject, new Entry(key, System.nanoTime() + nanos));
    }
}
