package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the MDC boundary's advice calls. Nothing is written at a hop: a log event takes the context of the thread that logs, and is
 * asked for the ids only by a pattern that wants them. What the application has put under our keys stays.
 */
public final class LogIds {

    private static final String CORRELATION = "correlation_id";
    private static final String CAUSATION = "causation_id";
    private static final Call HAS = new Call("containsKey", String.class);
    private static final Call PUT = new Call("putValue", String.class, Object.class);

    private static final ClassValue<Constructor<?>> COPY = new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
            try {
                Class<?> map = Class.forName(
                        "org.apache.logging.log4j.util.SortedArrayStringMap", false, type.getClassLoader());
                for (Constructor<?> each : map.getConstructors()) {
                    if (each.getParameterCount() == 1
                            && each.getParameterTypes()[0].getSimpleName().equals("ReadOnlyStringMap")) {
                        return each;
                    }
                }
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException("no copy of " + type.getName());
        }
    };

    private LogIds() {}

    /** Logback makes a log event, in the thread that logs. */
    public static void made(Object event) {
        CausalContext context = CausalContext.current();
        if (Place.MDC.isOn() && context.correlationId() != null) {
            Attached.set(event, context);
        }
    }

    /** Somebody reads that event's MDC, perhaps in another thread. */
    public static Map<?, ?> seen(Object event, Map<?, ?> mdc) {
        if (!(Attached.get(event) instanceof CausalContext context)) {
            return mdc;
        }
        Map<Object, Object> both = new HashMap<>(mdc);
        both.putIfAbsent(CORRELATION, context.correlationId());
        String cause = context.causationId();
        if (cause != null) {
            both.putIfAbsent(CAUSATION, cause);
        }
        return both;
    }

    /** Log4j takes the context data for a log event, in the thread that logs; what it has taken may be shared. */
    public static @Nullable Object taken(@Nullable Object data) throws ReflectiveOperationException {
        CausalContext context = CausalContext.current();
        if (data == null || !Place.MDC.isOn() || context.correlationId() == null) {
            return data;
        }
        Object both = COPY.get(data.getClass()).newInstance(data);
        put(both, CORRELATION, context.correlationId());
        put(both, CAUSATION, context.causationId());
        return both;
    }

    private static void put(Object data, String key, @Nullable String value) {
        if (value != null && !Boolean.TRUE.equals(HAS.on(data, key))) {
            PUT.on(data, key, value);
        }
    }
}
