package dev.backstory.agent.boot;

import dev.backstory.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What the advice in Spring's application contexts calls: events of Spring that the application has chosen are published as if it had
 * called {@code Events.publish}, and are the cause of what their listeners publish.
 */
public final class SpringEvents {

    private static final String SETTING = "backstory.capture.spring-events";
    private static final String SPRINGS_OWN = "org.springframework.";
    private static final String PAYLOAD_EVENT = "org.springframework.context.PayloadApplicationEvent";
    private static final Call PAYLOAD = new Call("getPayload", 0);
    private static final Call LOADER = new Call("getClassLoader", 0);
    private static final int COMMITTED = 0;

    private static final ClassNames CHOSEN = ClassNames.parse(ProcessSettings.get(SETTING));
    private static final ThreadLocal<@Nullable Told> TELLING = new ThreadLocal<>();

    private SpringEvents() {}

    /** Whether the setting chooses any. */
    public static boolean areChosen() {
        return !CHOSEN.areNone();
    }

    /** A context is about to tell its listeners; null when that event is none of ours. */
    public static @Nullable Object telling(Object context, Object event) {
        Object fact = event.getClass().getName().equals(PAYLOAD_EVENT) ? PAYLOAD.on(event) : event;
        if (fact == null || !Place.SPRINGEVENTS.isOn() || !isChosen(fact.getClass())) {
            return null;
        }
        Told outer = TELLING.get();
        CapturedEvent captured = isPassedOn(fact, outer)
                ? null
                : CapturedEvent.publish((ClassLoader) LOADER.on(context), fact, Place.SPRINGEVENTS);
        Told told = new Told(fact, captured, outer);
        TELLING.set(told);
        return told;
    }

    /** Never Spring's own: nothing has happened in the application's world, and their data is a whole context. */
    private static boolean isChosen(Class<?> type) {
        return CHOSEN.match(type) && !type.getName().startsWith(SPRINGS_OWN);
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
        while (told != null && told.captured == null) {
            told = told.outer;
        }
        if (told != null) {
            Attached.set(listening, told.captured);
        }
    }

    /** The transaction is over; an event that was in it is not stored when it was rolled back. */
    public static void completed(Object listening, int status) {
        if (status != COMMITTED && Attached.get(listening) instanceof CapturedEvent event && event.inTransaction()) {
            Attached.set(listening, null);
        }
    }

    /** The wait is over, and the listener is called. */
    public static @Nullable Object handling(Object listening) {
        return Attached.get(listening) instanceof CapturedEvent event ? event.handle() : null;
    }

    /** It has returned. */
    public static void handled(@Nullable Object scope) {
        if (scope != null) {
            ((Scope) scope).close();
        }
    }

    /** What listeners are told on one thread, inside what others are told. */
    private static final class Told {

        private final Object fact;
        private final @Nullable CapturedEvent captured;
        private final @Nullable Told outer;
        private final @Nullable Scope scope;

        Told(Object fact, @Nullable CapturedEvent captured, @Nullable Told outer) {
            this.fact = fact;
            this.captured = captured;
            this.outer = outer;
            this.scope = captured == null ? null : captured.handle();
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
