package dev.backstory.agent.boot;

import dev.backstory.context.Scope;
import org.jspecify.annotations.Nullable;

/** What reads a ring, on one thread at a time: each element in its own context. */
final class RingReader {

    private final RingSlots slots;
    private @Nullable Scope open;

    RingReader(RingSlots slots) {
        this.slots = slots;
    }

    void handling(long sequence) {
        handled();
        open = slots.at(sequence).enter();
    }

    void handled() {
        Scope left = open;
        if (left != null) {
            open = null;
            left.leave();
        }
    }
}
