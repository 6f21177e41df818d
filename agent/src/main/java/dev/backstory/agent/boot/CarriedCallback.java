package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A callback that a library keeps until something has arrived; called in the context of whoever gave it. */
final class CarriedCallback implements InvocationHandler {

    private final Object callback;
    private final CausalContext context;

    private CarriedCallback(Object callback, CausalContext context) {
        this.callback = callback;
        this.context = context;
    }

    /** The callback as the library shall get it: an object of that interface and nothing else. */
    static @Nullable Object of(@Nullable Object callback, String interfaceName, Place place) {
        return callback == null ? null : of(callback, interfaceName, place.capture());
    }

    /** The same with a context that was not captured for it. */
    static Object of(Object callback, String interfaceName, CausalContext context) {
        Class<?> type = Types.find(callback.getClass(), interfaceName);
        return type == null ? callback : StandIn.of(type, new CarriedCallback(callback, context));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Scope scope = context.activate();
        try {
            return call(callback, method, arguments);
        } finally {
            scope.close();
        }
    }

    /** Calls the callback itself; whatever it throws comes out as it is. */
    static @Nullable Object call(Object callback, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(callback, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
