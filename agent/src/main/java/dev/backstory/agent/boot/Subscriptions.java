package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import org.jspecify.annotations.Nullable;

/** What the advice in the operators of reactive streams calls: a stream is its subscriber's, whoever emits into it. */
public final class Subscriptions {

    private Subscriptions() {}

    /** An operator has made its object for one subscription. */
    public static void made(Object operator) {
        if (Place.REACTIVE.isOn()) {
            Attached.set(operator, Place.REACTIVE.capture());
        }
    }

    /** It is given an element, an end or a demand. Null where the thread is at its subscriber's work already, as mostly. */
    public static @Nullable Scope enter(Object operator) {
        return Attached.get(operator) instanceof CausalContext subscriber
                        && !isSameWork(subscriber, CausalContext.current())
                ? subscriber.enter()
                : null;
    }

    /** Whatever hops they came over. */
    private static boolean isSameWork(CausalContext one, CausalContext other) {
        return one == other
                || (one.step() == other.step()
                        && one.metadata() == other.metadata()
                        && same(one.correlationId(), other.correlationId())
                        && same(one.handledEventId(), other.handledEventId()));
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equals(other);
    }
}
