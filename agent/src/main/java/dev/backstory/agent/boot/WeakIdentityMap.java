package dev.backstory.agent.boot;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A concurrent map whose keys are compared by identity and held weakly. */
final class WeakIdentityMap<V> {

    private final ConcurrentHashMap<Object, V> entries = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    @Nullable
    V get(Object key) {
        return entries.isEmpty() ? null : entries.get(new Lookup(key));
    }

    void put(Object key, V value) {
        expunge();
        entries.put(new Key(key, collected), value);
    }

    /** The value that was there before, or null after the given one was put. */
    @Nullable
    V putIfAbsent(Object key, V value) {
        expunge();
        return entries.putIfAbsent(new Key(key, collected), value);
    }

    @Nullable
    V remove(Object key) {
        return entries.isEmpty() ? null : entries.remove(new Lookup(key));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        expunge();
        return entries.size();
    }

    private void expunge() {
        for (Reference<?> each = collected.poll(); each != null; each = collected.poll()) {
            entries.remove(each);
        }
    }

    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object referent, ReferenceQueue<Object> queue) {
            super(referent, queue);
            this.hash = System.identityHashCode(referent);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object mine = get();
            return mine != null && other instanceof Key key && key.get() == mine;
        }
    }

    /** Finds a {@link Key} without making a reference for the collector. */
    private static final class Lookup {
        private final Object wanted;

        Lookup(Object wanted) {
            this.wanted = wanted;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(wanted);
        }

        @Override
        @SuppressWarnings("EqualsUnsafeCast") // compared with keys only, by ConcurrentHashMap
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key ? key.get() == wanted : this == other;
        }
    }
}
