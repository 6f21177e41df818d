package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import org.jspecify.annotations.Nullable;

/** What the elements of one queue carry, by identity; an element that left unseen is forgotten with the element. */
final class QueueElements {

    private final WeakIdentityMap<Waiting> waiting = new WeakIdentityMap<>();

    synchronized void put(Object element, CausalContext context) {
        Waiting before = waiting.get(element);
        waiting.put(element, before == null ? new Waiting(context) : before.and(context));
    }

    synchronized @Nullable Waiting take(Object element) {
        Waiting found = waiting.remove(element);
        if (found != null && found.times > 1) {
            waiting.put(element, found.less());
        }
        return found;
    }
}
