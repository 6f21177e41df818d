package dev.backstory.agent.boot;

import dev.backstory.context.Boundary;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/** What advice calls for listeners of streams that do not block: a container calls them on any of its threads. */
public final class StreamListeners {

    private static final Boundary STREAM = Boundary.named("servlet", "stream listener");
    private static final WeakIdentityMap<CausalContext> REGISTERED = new WeakIdentityMap<>();

    private StreamListeners() {}

    /** A listener is registered. One that serves two requests at once cannot say which it is called for, and gets none. */
    public static void registered(@Nullable Object listener) {
        if (listener == null || !Place.SERVLET.isOn()) {
            return;
        }
        CausalContext context = STREAM.capture();
        CausalContext before = REGISTERED.putIfAbsent(listener, context);
        if (before != null && before.step() != context.step()) {
            Step earlier = before.step();
            REGISTERED.put(listener, earlier != null && earlier.hasEnded() ? context : CausalContext.NONE);
        }
    }

    /** A listener is called; null when nobody was seen to register it. */
    public static @Nullable Scope enter(Object listener) {
        CausalContext context = Place.SERVLET.isOn() ? REGISTERED.get(listener) : null;
        return context == null ? null : context.activate();
    }
}
