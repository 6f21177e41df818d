package dev.backstory.agent.boot;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an object of the application's where a library knows it by an interface. Like {@link java.lang.reflect.Proxy}, but
 * whatever the handler throws comes out as it is: what no interface declares, and Kotlin's callbacks throw all the same, a proxy makes
 * another exception of, which a library then tells the application instead. Its classes are made, each once, below the interface's loader.
 */
public abstract class StandIn {

    private static final Method EQUALS = ofObject("equals", Object.class);
    private static final Method HASH_CODE = ofObject("hashCode");
    private static final Method TO_STRING = ofObject("toString");

    /** Kept by the interface, so that no loader is held from here. */
    private static final ClassValue<Made> MADE = new ClassValue<>() {
        @Override
        protected Made computeValue(Class<?> type) {
            return new Made(type);
        }
    };

    private final InvocationHandler handler;
    private final Method[] methods;

    /** Called by the classes that are made. */
    protected StandIn(InvocationHandler handler, Method[] methods) {
        this.handler = handler;
        this.methods = methods;
    }

    /** An object of that interface, which has to be public, with the handler's answers. */
    static Object of(Class<?> type, InvocationHandler handler) {
        return MADE.get(type).standIn(handler);
    }

    /** The handler of one that stands in; null for all other objects. */
    static @Nullable InvocationHandler handler(Object object) {
        return object instanceof StandIn ours ? ours.handler : null;
    }

    /** What the interface's method of that number does. */
    protected final @Nullable Object call(int method, @Nullable Object @Nullable [] arguments) throws Throwable {
        return handler.invoke(this, methods[method], arguments);
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return Boolean.TRUE.equals(answer(EQUALS, other));
    }

    @Override
    public final int hashCode() {
        return answer(HASH_CODE) instanceof Integer code ? code : 0;
    }

    @Override
    public final String toString() {
        return String.valueOf(answer(TO_STRING));
    }

    private @Nullable Object answer(Method method, @Nullable Object... arguments) {
        try {
            return handler.invoke(this, method, arguments.length == 0 ? null : arguments);
        } catch (Throwable thrown) {
            throw StandIn.<RuntimeException>asItIs(thrown);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the application's method may throw anything
    private static <T extends Throwable> RuntimeException asItIs(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static Method ofObject(String name, Class<?>... parameters) {
        try {
            return Object.class.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The class for one interface. */
    private static final class Made {

        private final Method[] methods;
        private final Constructor<?> constructor;

        Made(Class<?> type) {
            StandInClass made = new StandInClass(type);
            methods = made.methods();
            try {
                constructor = new Loader(type.getClassLoader())
                        .define(made.file())
                        .getConstructor(InvocationHandler.class, Method[].class);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        Object standIn(InvocationHandler handler) {
            try {
                return constructor.newInstance(handler, methods);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Sees what the interface sees, and this class, which not every loader finds. */
    private static final class Loader extends ClassLoader {

        Loader(@Nullable ClassLoader parent) {
            super(parent);
        }

        Class<?> define(byte[] file) {
            return defineClass(StandInClass.NAME, file, 0, file.length);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(StandIn.class.getName()) ? StandIn.class : super.loadClass(name, resolve);
        }
    }
}
