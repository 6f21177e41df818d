package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import org.jspecify.annotations.Nullable;

/**
 * What the elements in a ring carry, slot by slot. Each is written before its element is published, by whoever has claimed it, and read by
 * those who have seen that it was: the ring itself orders the two. It stays until the slot is published again, because nobody but the ring
 * knows who has not read it yet.
 */
final class RingSlots {

    private final int size;

    /** Whether anybody reads the ring who wants to know. */
    private volatile boolean watched;

    /** Null until an element is published in a story. */
    private volatile @Nullable Published @Nullable [] slots;

    RingSlots(int size) {
        this.size = size;
    }

    void watch() {
        watched = true;
    }

    /** From the first to the last, as the thread is about to publish them. */
    void publish(long first, long last) {
        CausalContext context = watched ? Place.DISRUPTOR.capture() : CausalContext.NONE;
        @Nullable Published[] known = context.isNone() ? slots : made();
        for (long sequence = first; known != null && sequence <= last; sequence++) {
            known[slot(sequence)] = context.isNone() ? null : new Published(sequence, context);
        }
    }

    private @Nullable Published[] made() {
        @Nullable Published[] known = slots;
        return known == null ? make() : known;
    }

    private synchronized @Nullable Published[] make() {
        @Nullable Published[] known = slots;
        if (known == null) {
            known = new Published[size];
            slots = known;
        }
        return known;
    }

    /** Whether an element was ever published in one. */
    boolean hasStories() {
        return slots != null;
    }

    CausalContext at(long sequence) {
        @Nullable Published[] known = slots;
        Published found = known == null || !Place.DISRUPTOR.isOn() ? null : known[slot(sequence)];
        return found == null || found.sequence != sequence ? CausalContext.NONE : found.context;
    }

    /** A ring's size is a power of two. */
    private int slot(long sequence) {
        return (int) sequence & (size - 1);
    }

    /**
     * One element. It knows which, because a single producer that claims a second time before it publishes shows handlers what
     * it has not published yet, and they would find what was in the slot one round before.
     */
    private static final class Published {

        final long sequence;
        final CausalContext context;

        Published(long sequence, CausalContext context) {
            this.sequence = sequence;
            this.context = context;
        }
    }
}
