package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that the agent has published for the application, with the runtime API that the application has.
 *
 * @param inTransaction whether it is stored only if the transaction commits that it was published in
 */
record CapturedEvent(String eventId, String correlationId, boolean inTransaction) {

    private static final String EVENTS = "dev.backstory.Events";
    private static final Call EVENT_ID = new Call("eventId", 0);
    private static final Call CORRELATION_ID = new Call("correlationId", 0);
    private static final Call OUTCOME = new Call("outcome", 0);
    private static final Map<String, Integer> LOST = new HashMap<>();

    /** Null when it could not be: that is said, and nobody's problem but ours. */
    static @Nullable CapturedEvent publish(@Nullable ClassLoader loader, Object fact, Place place) {
        try {
            Object receipt = Class.forName(EVENTS, true, loader)
                    .getMethod("publish", Object.class)
                    .invoke(null, fact);
            return new CapturedEvent(
                    String.valueOf(EVENT_ID.on(receipt)),
                    String.valueOf(CORRELATION_ID.on(receipt)),
                    String.valueOf(OUTCOME.on(receipt)).equals("IN_TRANSACTION"));
        } catch (InvocationTargetException e) {
            lost(fact.getClass().getName(), place, e.getCause());
        } catch (Throwable e) {
            lost(fact.getClass().getName(), place, e);
        }
        return null;
    }

    private static void lost(String type, Place place, @Nullable Throwable reason) {
        int count;
        synchronized (LOST) {
            count = LOST.getOrDefault(type, 0) + 1;
            LOST.put(type, count);
        }
        if (Integer.bitCount(count) == 1) {
            System.err.println("[backstory] boundary " + place.name() + ": " + type + " was not published (" + count
                    + " so far), its listeners were told all the same: " + reason);
        }
    }

    /** It is the cause of what the thread publishes, until the scope is closed. */
    Scope handle() {
        return CausalContext.current().handling(eventId, correlationId).refine();
    }
}
