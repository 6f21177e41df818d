package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attached to a promise of Netty's: the contexts in which listeners were added to it, by identity, first in, first out. The listeners
 * stay the application's own objects, which it may remove again. One of a library's is in no story, as its tasks are.
 */
public final class NettyListeners {

    private final List<Object> listeners = new ArrayList<>(1);
    private final List<CausalContext> contexts = new ArrayList<>(1);

    private NettyListeners() {}

    /** Before the promise is locked: asks who is logged in, unless the listener, or an array of them, is a library's. */
    public static void adding(@Nullable Object listener) {
        if (listener != null && Place.NETTY.isOn() && NettyTasks.isApplications(listener)) {
            CausalContext.currentWithActor();
        }
    }

    /** A listener is added; the thread holds the promise's lock. */
    public static void added(Object promise, @Nullable Object listener) {
        if (listener == null || !Place.NETTY.isOn() || !NettyTasks.isApplications(listener)) {
            return;
        }
        CausalContext context = Place.NETTY.recapture();
        if (Attached.get(promise) instanceof NettyListeners known) {
            known.add(listener, context);
        } else if (!context.isNone()) {
            NettyListeners first = new NettyListeners();
            first.add(listener, context);
            Attached.set(promise, first);
        }
    }

    /** A listener is removed. */
    public static void removed(Object promise, @Nullable Object listener) {
        of(promise, listener, true);
    }

    /** A listener is told of the end. Null for a future that has always been complete, which tells whoever asks at once. */
    public static @Nullable Scope tellEnd(Object promise, Object listener) {
        return Place.NETTY.isOn() && promise instanceof Carrying
                ? of(promise, listener, true).enter()
                : null;
    }

    /** A listener is told of progress. */
    public static @Nullable Scope tellProgress(Object promise, Object listener) {
        return Place.NETTY.isOn() && promise instanceof Carrying
                ? of(promise, listener, false).enter()
                : null;
    }

    private static CausalContext of(Object promise, @Nullable Object listener, boolean last) {
        return Attached.get(promise) instanceof NettyListeners known ? known.of(listener, last) : CausalContext.NONE;
    }

    private synchronized void add(Object listener, CausalContext context) {
        listeners.add(listener);
        contexts.add(context);
    }

    private synchronized CausalContext of(@Nullable Object listener, boolean last) {
        for (int i = 0; i < listeners.size(); i++) {
            if (listeners.get(i) == listener) {
                if (last) {
                    listeners.remove(i);
                }
                return last ? contexts.remove(i) : contexts.get(i);
            }
        }
        return CausalContext.NONE;
    }
}
