package dev.backstory.agent.boot;

import dev.backstory.context.Scope;
import org.jspecify.annotations.Nullable;

/** What reads a ring, on one thread at a time: each element in its own context. */
final class RingReader {

    private final RingSlots slots;
    private final boolean isInNoStory;
    private @Nullable Scope open;

    /** A reader whose thread is in no story anyway has nothing to do until there is one in the ring. */
    RingReader(RingSlots slots, boolean isInNoStory) {
        this.slots = slots;
        this.isInNoStory = isInNoStory;
    }

    void handling(long sequence) {
        handled();
        if (!isInNoStory || slots.hasStories()) {
            open = slots.at(sequence).enter();
        }
    }

    void handled() {
        Scope left = open;
        if (left != null) {
            open = null;
            left.leave();
        }
    }
}
