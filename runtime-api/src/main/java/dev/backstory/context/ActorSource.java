package dev.backstory.context;

import org.jspecify.annotations.Nullable;

/**
 * Knows who is at work on a thread for as long as a scope is open: while a request is in its filters and servlets. It is
 * asked at each publish and each hop there, so that a log-in halfway through counts from then on. What the answer is
 * handed on with is a string; the source itself never leaves its thread.
 */
public abstract class ActorSource {

    private CausalContext unnamed = CausalContext.NONE;
    private CausalContext named = CausalContext.NONE;

    /** The name of who is at work at this moment; null when nobody knows. Called on the thread of the scope. */
    protected abstract @Nullable String actor();

    /** The context with the actor, unless the application has named one itself. */
    final CausalContext applyTo(CausalContext context) {
        if (context.metadata().containsKey(CausalContext.ACTOR)) {
            return context;
        }
        String actor = actor();
        if (actor == null) {
            unnamed = context;
            named = context;
            return context;
        }
        // A request with many hops makes one context, not one for each.
        if (unnamed != context || !actor.equals(named.metadata().get(CausalContext.ACTOR))) {
            unnamed = context;
            named = context.with(CausalContext.ACTOR, actor);
        }
        return named;
    }

    /** What {@link #applyTo} last answered for that context; the context when that was asked for another. */
    final CausalContext known(CausalContext context) {
        return unnamed == context ? named : context;
    }
}
