package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import org.jspecify.annotations.Nullable;

/** What the advice in LMAX's Disruptor calls. */
public final class Rings {

    /** What joins handlers of the application into one is the library's. */
    private static final String LIBRARY = "com.lmax.";

    private Rings() {}

    /** A sequencer was made for a ring of so many slots. */
    public static void made(Object sequencer, int slots) {
        Attached.set(sequencer, new RingSlots(slots));
    }

    /** A ring was made around it. */
    public static void made(Object ring, Object sequencer) {
        Attached.set(ring, Attached.get(sequencer));
    }

    /** What reads a ring for a handler was made. What a library handles, such as Log4j its events, is not noted. */
    public static void reads(Object reader, Object provider, Object handler) {
        Class<?> type = handler.getClass();
        if (Libraries.isApplications(type) || type.getName().startsWith(LIBRARY)) {
            reads(reader, provider, true);
        }
    }

    /** The same for handlers that are given later, on their callers' threads. */
    public static void reads(Object poller, Object provider) {
        reads(poller, provider, false);
    }

    /** What does not read a ring itself has nothing for its handlers. */
    private static void reads(Object reader, Object provider, boolean isInNoStory) {
        if (Attached.get(provider) instanceof RingSlots slots) {
            slots.watch();
            Attached.set(reader, new RingReader(slots, isInNoStory));
        }
    }

    /** From the first to the last, elements are about to be published. */
    public static void publishing(Object sequencer, long first, long last) {
        if (Attached.get(sequencer) instanceof RingSlots slots) {
            slots.publish(first, last);
        }
    }

    /** A reader begins, on a thread that may be of a pool that a request has asked for it. */
    public static @Nullable Scope begin() {
        return Place.DISRUPTOR.isOn() ? CausalContext.NONE.enter() : null;
    }

    /** A reader is about to give the element to its handler. */
    public static void handling(long sequence, Object reader) {
        try {
            if (Attached.get(reader) instanceof RingReader known) {
                known.handling(sequence);
            }
        } catch (Throwable failure) {
            Place.DISRUPTOR.failed(failure);
        }
    }

    /** The handler has had it, or the reader has told whom it tells of the exception. */
    public static void handled(Object reader) {
        try {
            if (Attached.get(reader) instanceof RingReader known) {
                known.handled();
            }
        } catch (Throwable failure) {
            Place.DISRUPTOR.failed(failure);
        }
    }
}
