package dev.backstory.agent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A message that a thread has received, as a step. One that a loop has taken is in hand until the loop asks for the next,
 * because a loop does not say when it is done with one; one that a listener is called with, until the listener returns.
 */
final class Delivery {

    private static final ThreadLocal<@Nullable Delivery> CURRENT = new ThreadLocal<>();

    private final @Nullable Delivery around;
    /** Weak: a thread that never asks again must not keep it, or its loader. */
    private final WeakReference<Object> message;

    private final OpenStep open;
    private final boolean taken;
    private boolean beingHandled;

    private Delivery(@Nullable Delivery around, Object message, OpenStep open, boolean taken) {
        this.around = around;
        this.message = new WeakReference<>(message);
        this.open = open;
        this.taken = taken;
        this.beingHandled = !taken;
    }

    /** Whether the calling thread has that very message already, by another way into the same library. */
    static boolean isOf(Object message) {
        Delivery current = CURRENT.get();
        return current != null && current.message.get() == message;
    }

    /**
     * The calling thread has got a message, out of a loop. One that does not say which story it belongs to, received by work that
     * was itself handed over, belongs to that work, as an answer does to the request that waits for it.
     */
    static void take(Object message, Arrival arrival) {
        putDown();
        if (!arrival.sender.isNone() || !arrival.place.boundary().onlyBorrows()) {
            CURRENT.set(new Delivery(CURRENT.get(), message, OpenStep.start(arrival.step), true));
        }
    }

    /** It is done with what it had in hand, if it had. */
    static void putDown() {
        putDown(null);
    }

    static void putDown(@Nullable Throwable failure) {
        Delivery current = CURRENT.get();
        if (current != null && !current.beingHandled) {
            current.end(failure);
        }
    }

    /** A listener is called with a message; null when it is only called on by another. */
    static @Nullable Delivery handle(Object message, Arrival arrival) {
        Delivery current = CURRENT.get();
        if (current == null || current.message.get() != message) {
            current = new Delivery(current, message, OpenStep.start(arrival.step), false);
            CURRENT.set(current);
        } else if (current.beingHandled) {
            return null;
        } else {
            current.beingHandled = true;
        }
        return current;
    }

    /** The message that a listener is being called with has failed, which whoever called it will not tell. */
    static void failed(Throwable thrown) {
        for (Delivery each = CURRENT.get(); each != null; each = each.around) {
            if (each.beingHandled) {
                each.open.step.fail(thrown);
                return;
            }
        }
    }

    /** Which attempt this is, where that was found out late. */
    void attempt(String number) {
        open.step.attribute("attempt", number);
    }

    /** The listener has returned. What a loop had taken before stays in its hand. */
    void handled(@Nullable Throwable thrown) {
        for (Delivery each = CURRENT.get(); each != null && each != this; each = CURRENT.get()) {
            each.end(null);
        }
        if (!taken) {
            end(thrown);
            return;
        }
        beingHandled = false;
        if (thrown != null) {
            open.step.fail(thrown);
        }
    }

    private void end(@Nullable Throwable thrown) {
        if (around == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(around);
        }
        open.end(thrown);
    }
}
