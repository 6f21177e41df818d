package dev.backstory.agent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A class of requests that wrap another one, as filters make them: whether it has its own opinion of who is logged in. */
final class RequestWrapper {

    /** Kept by the class itself; so that no loader is held from here. The value for classes that wrap nothing is none. */
    private static final ClassValue<RequestWrapper> BY_CLASS = new ClassValue<>() {
        @Override
        protected RequestWrapper computeValue(Class<?> type) {
            return new RequestWrapper(type);
        }
    };

    private final @Nullable MethodHandle wrapped;
    private final boolean namesPrincipal;
    private final boolean namesUser;

    private RequestWrapper(Class<?> type) {
        Class<?> base = type;
        while (base != null && !base.getName().endsWith(".servlet.ServletRequestWrapper")) {
            base = base.getSuperclass();
        }
        wrapped = base == null ? null : unwrapping(base);
        namesPrincipal = wrapped != null && overrides(type, "getUserPrincipal");
        namesUser = wrapped != null && overrides(type, "getRemoteUser");
    }

    static boolean isOne(Object request) {
        return of(request).wrapped != null;
    }

    static RequestWrapper of(Object request) {
        return BY_CLASS.get(request.getClass());
    }

    private static @Nullable MethodHandle unwrapping(Class<?> base) {
        try {
            String name = base.getName();
            Class<?> request =
                    Class.forName(name.substring(0, name.length() - "Wrapper".length()), false, base.getClassLoader());
            return ServletApi.find(base, "getRequest", request);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static boolean overrides(Class<?> type, String method) {
        for (Class<?> each = type;
                each != null && !each.getName().endsWith(".servlet.http.HttpServletRequestWrapper");
                each = each.getSuperclass()) {
            if (declares(each, method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean declares(Class<?> type, String name) {
        try {
            for (Method each : type.getDeclaredMethods()) {
                if (each.getName().equals(name) && each.getParameterCount() == 0) {
                    return true;
                }
            }
            return false;
        } catch (LinkageError e) {
            // A library of another of its methods is not there. Then it is asked, as the application would ask it.
            return true;
        }
    }

    boolean answers() {
        return namesPrincipal || namesUser;
    }

    boolean namesPrincipal() {
        return namesPrincipal;
    }

    @Nullable
    Object wrapped(Object request) throws Throwable {
        return wrapped == null ? request : (Object) wrapped.invokeExact(request);
    }
}
