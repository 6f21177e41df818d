package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the advice in Spring's application contexts calls: events of Spring that the application has chosen are published as if it had
 * called {@code Events.publish}, and are the cause of what their listeners publish.
 */
public final class SpringEvents {

    private static final String SETTING = "backstory.capture.spring-events";
    private static final String PAYLOAD_EVENT = "org.springframework.context.PayloadApplicationEvent";
    private static final String EVENTS = "dev.backstory.Events";
    private static final Call PAYLOAD = new Call("getPayload", 0);
    private static final Call LOADER = new Call("getClassLoader", 0);
    private static final Call EVENT_ID = new Call("eventId", 0);
    private static final Call CORRELATION_ID = new Call("correlationId", 0);
    private static final Call OUTCOME = new Call("outcome", 0);
    private static final int COMMITTED = 0;

    private static final ClassNames CHOSEN = ClassNames.parse(Transfers.setting(SETTING));
    private static final ThreadLocal<@Nullable Told> TELLING = new ThreadLocal<>();
    private static final Map<String, Integer> LOST = new HashMap<>();

    private SpringEvents() {}

    /** Whether the setting chooses any. */
    public static boolean areChosen() {
        return !CHOSEN.areNone();
    }

    /** A context is about to tell its listeners; null when that event is none of ours. */
    public static @Nullable Object telling(Object context, Object event) {
        Object fact = event.getClass().getName().equals(PAYLOAD_EVENT) ? PAYLOAD.on(event) : event;
        if (fact == null || !Place.SPRINGEVENTS.isOn() || !CHOSEN.match(fact.getClass())) {
            return null;
        }
        Told outer = TELLING.get();
        Cause cause = isPassedOn(fact, outer) ? null : publish(context, fact);
        Told told = new Told(fact, cause, outer);
        TELLING.set(told);
        return told;
    }

    /** A context tells its parent too, and a listener may tell another context: it is the same fact. */
    private static boolean isPassedOn(Object fact, @Nullable Told outer) {
        for (Told each = outer; each != null; each = each.outer) {
            if (each.fact == fact) {
                return true;
            }
        }
        return false;
    }

    /** They have been told. */
    public static void told(@Nullable Object told) {
        if (told != null) {
            ((Told) told).end();
        }
    }

    /** A listener waits for the end of the transaction, in which what it listens to was published. */
    public static void waiting(Object listening) {
        Told told = TELLING.get();
        while (told != null && told.cause == null) {
            told = told.outer;
        }
        if (told != null) {
            Attached.set(listening, told.cause);
        }
    }

    /** The transaction is over; an event that was in it is not stored when it was rolled back. */
    public static void completed(Object listening, int status) {
        if (status != COMMITTED && Attached.get(listening) instanceof Cause cause && cause.inTransaction) {
            Attached.set(listening, null);
        }
    }

    /** The wait is over, and the listener is called. */
    public static @Nullable Object handling(Object listening) {
        return Attached.get(listening) instanceof Cause cause ? cause.install() : null;
    }

    /** It has returned. */
    public static void handled(@Nullable Object scope) {
        if (scope != null) {
            ((Scope) scope).close();
        }
    }

    /** Null when it could not be: that is said, and nobody's problem but ours. */
    private static @Nullable Cause publish(Object context, Object fact) {
        try {
            ClassLoader loader = (ClassLoader) LOADER.on(context);
            Object receipt = Class.forName(EVENTS, true, loader)
                    .getMethod("publish", Object.class)
                    .invoke(null, fact);
            return new Cause(
                    String.valueOf(EVENT_ID.on(receipt)),
                    String.valueOf(CORRELATION_ID.on(receipt)),
                    String.valueOf(OUTCOME.on(receipt)).equals("IN_TRANSACTION"));
        } catch (InvocationTargetException e) {
            lost(fact.getClass().getName(), e.getCause());
        } catch (Throwable e) {
            lost(fact.getClass().getName(), e);
        }
        return null;
    }

    private static void lost(String type, @Nullable Throwable reason) {
        int count;
        synchronized (LOST) {
            count = LOST.getOrDefault(type, 0) + 1;
            LOST.put(type, count);
        }
        if (Integer.bitCount(count) == 1) {
            System.err.println("[backstory] boundary springevents: " + type + " was not published (" + count
                    + " so far), its listeners were told all the same: " + reason);
        }
    }

    /** An event that is stored, or will be if the transaction commits that it was published in. */
    private record Cause(String eventId, String correlationId, boolean inTransaction) {

        Scope install() {
            return CausalContext.current().handling(eventId, correlationId).refine();
        }
    }

    /** What listeners are told on one thread, inside what others are told. */
    private static final class Told {

        private final Object fact;
        private final @Nullable Cause cause;
        private final @Nullable Told outer;
        private final @Nullable Scope scope;

        Told(Object fact, @Nullable Cause cause, @Nullable Told outer) {
            this.fact = fact;
            this.cause = cause;
            this.outer = outer;
            this.scope = cause == null ? null : cause.install();
        }

        void end() {
            if (outer == null) {
                TELLING.remove();
            } else {
                TELLING.set(outer);
            }
            handled(scope);
        }
    }
}
