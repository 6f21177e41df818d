package dev.backstory.agent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a library's method by its name, for code that cannot link to the library. Looked up once for each class that it is
 * called on, and kept by that class, so that no loader is held from here.
 */
final class Call {

    private static final MethodType SPREAD = MethodType.methodType(Object.class, Object.class, Object[].class);

    private final String name;
    private final int arguments;
    private final Class<?>[] types;
    private final ClassValue<MethodHandle> handles = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            MethodHandle found = find(type);
            if (found == null) {
                throw new IllegalStateException("no method " + name + " in " + type.getName());
            }
            return found;
        }
    };

    /** The method of that name and so many arguments. */
    Call(String name, int arguments) {
        this.name = name;
        this.arguments = arguments;
        this.types = new Class<?>[0];
    }

    /** The method of that name and exactly those arguments. */
    Call(String name, Class<?>... types) {
        this.name = name;
        this.arguments = types.length;
        this.types = types;
    }

    /** Whether objects of that class have it; to be asked once for each. */
    boolean isIn(Class<?> type) {
        return find(type) != null;
    }

    /** Calls it; whatever it throws comes out as it is. */
    @Nullable
    Object on(Object target, @Nullable Object... given) {
        try {
            return (Object) handles.get(target.getClass()).invokeExact(target, given);
        } catch (Throwable thrown) {
            throw Call.<RuntimeException>undeclared(thrown);
        }
    }

    @Nullable
    String text(Object target, @Nullable Object... given) {
        Object value = on(target, given);
        return value == null ? null : value.toString();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a method of a library may throw anything
    private static <T extends Throwable> RuntimeException undeclared(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** In the class itself, else in whichever of its super types lets us in. */
    private @Nullable MethodHandle find(@Nullable Class<?> type) {
        if (type == null) {
            return null;
        }
        MethodHandle found = Modifier.isPublic(type.getModifiers()) ? declared(type) : null;
        for (Class<?> each : type.getInterfaces()) {
            found = found == null ? find(each) : found;
        }
        return found == null ? find(type.getSuperclass()) : found;
    }

    private @Nullable MethodHandle declared(Class<?> type) {
        for (Method each : type.getDeclaredMethods()) {
            if (each.getName().equals(name)
                    && Modifier.isPublic(each.getModifiers())
                    && !Modifier.isStatic(each.getModifiers())
                    && !each.isBridge()
                    && fits(each.getParameterTypes())) {
                try {
                    return MethodHandles.lookup()
                            .unreflect(each)
                            .asFixedArity()
                            .asSpreader(Object[].class, arguments)
                            .asType(SPREAD);
                } catch (IllegalAccessException e) {
                    return null;
                }
            }
        }
        return null;
    }

    private boolean fits(Class<?>[] declared) {
        if (declared.length != arguments) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (declared[i] != types[i]) {
                return false;
            }
        }
        return true;
    }
}
