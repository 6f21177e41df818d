package dev.backstory.agent.boot;

import dev.backstory.context.Scope;
import org.jspecify.annotations.Nullable;

/** What reads a ring, on one thread at a time: each element in its own context. */
final class RingReader {

    private final RingSlots slots;
    private final boolean isInNoStory;
    private @Nullable Scope open;

    /** Who reads. Another thread that tries to, and is refused by the library, leaves nothing of its. */
    private @Nullable Thread reads;

    /** A reader whose thread is in no story anyway has nothing to do until there is one in the ring. */
    RingReader(RingSlots slots, boolean isInNoStory) {
        this.slots = slots;
        this.isInNoStory = isInNoStory;
    }

    void handling(long sequence) {
        handled();
        if (!isInNoStory || slots.hasStories()) {
            open = slots.at(sequence).enter();
            reads = Thread.currentThread();
        }
    }

    void handled() {
        Scope left = open;
        if (left != null && reads == Thread.currentThread()) {
            open = null;
            reads = null;
            left.leave();
        }
    }
}
