package dev.backstory;

import dev.backstory.personal.KeyStore;
import dev.backstory.personal.KeyTable;
import dev.backstory.personal.MasterKeys;
import dev.backstory.personal.StoredKeys;
import dev.backstory.store.EventStore;
import dev.backstory.store.InMemoryEventStore;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which keys the settings ask for.
 *
 * @param forReading tells at least what was erased; null when the store keeps no keys
 * @param forPublishing can encrypt; null when there is no master key
 */
record ConfiguredKeys(
        @Nullable KeyStore forReading, @Nullable KeyStore forPublishing) {

    /** Several publishers to one store have one. */
    private static final Map<EventStore, MasterKeys> IN_MEMORY = Collections.synchronizedMap(new WeakHashMap<>());

    static ConfiguredKeys of(Settings settings, @Nullable KeyStore given, EventStore store) {
        KeyTable table = store.keys();
        if (given != null || table == null) {
            return new ConfiguredKeys(given, given);
        }
        MasterKeys master =
                MasterKeys.configured(settings.text(Setting.MASTER_KEY_FILE), settings.text(Setting.MASTER_KEY));
        if (master == null && store instanceof InMemoryEventStore) {
            master = IN_MEMORY.computeIfAbsent(store, each -> MasterKeys.random());
        }
        KeyStore keys = new StoredKeys(table, master);
        return new ConfiguredKeys(keys, master == null ? null : keys);
    }
}
