package dev.backstory.agent.boot;

import dev.backstory.agent.boot.ServletApi.Text;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Who is logged in with the container, read from the container's own request without making it look. */
abstract class ContainerLogin {

    /** For requests of containers that are not known: asking them could be what logs somebody in. */
    private static final ContainerLogin UNKNOWN = new ContainerLogin() {
        @Override
        @Nullable
        String user(ServletApi api, Object request) {
            return null;
        }

        @Override
        boolean isPutOff(Object request) {
            return true;
        }
    };

    /** Tomcat and Undertow, whose requests only say what they have. */
    private static final ContainerLogin SAID = new ContainerLogin() {
        @Override
        @Nullable
        String user(ServletApi api, Object request) throws Throwable {
            return api.text(Text.REMOTE_USER, request);
        }
    };

    /** Kept by the request's class, so that no loader is held from here. */
    private static final ClassValue<ContainerLogin> BY_CLASS = new ClassValue<>() {
        @Override
        protected ContainerLogin computeValue(Class<?> type) {
            for (Class<?> each = type; each != null; each = each.getSuperclass()) {
                String name = each.getName();
                if (name.startsWith("org.apache.catalina.") || name.startsWith("io.undertow.servlet.")) {
                    return SAID;
                }
                if (name.startsWith("org.eclipse.jetty.") && name.endsWith("Request")) {
                    return jetty(each);
                }
            }
            Place.SERVLET.skipped(type.getName(), "it is of an unknown container; who is logged in is not asked");
            return UNKNOWN;
        }
    };

    static ContainerLogin of(Object request) {
        return BY_CLASS.get(request.getClass());
    }

    private static ContainerLogin jetty(Class<?> request) {
        try {
            return new JettyLogin(request);
        } catch (ReflectiveOperationException e) {
            Place.SERVLET.skipped(request.getName(), "who is logged in cannot be read: " + e);
            return UNKNOWN;
        }
    }

    /** The user's name; null when nobody is logged in yet. */
    abstract @Nullable String user(ServletApi api, Object request) throws Throwable;

    /** Whether the container would look, and perhaps ask the client, as soon as somebody asked it. */
    boolean isPutOff(Object request) throws Throwable {
        return false;
    }

    /** Jetty logs somebody in when it is asked, where the resource did not demand it; its state tells without. */
    private static final class JettyLogin extends ContainerLogin {

        private final @Nullable Method core;
        private final Method state;
        private final Class<?> knownType;
        private final Class<?> deferredType;
        private final Method identity;
        private final Method principal;

        JettyLogin(Class<?> request) throws ReflectiveOperationException {
            ClassLoader loader = request.getClassLoader();
            if (request.getName().endsWith(".ServletApiRequest")) {
                // Since Jetty 12, without the older APIs' nested handlers: what the servlet sees is a view of another
                // object.
                core = request.getMethod("getRequest");
                Class<?> states = Class.forName("org.eclipse.jetty.security.AuthenticationState", false, loader);
                state = states.getMethod("getAuthenticationState", core.getReturnType());
                knownType = Class.forName(states.getName() + "$Succeeded", false, loader);
                deferredType = Class.forName(states.getName() + "$Deferred", false, loader);
            } else {
                core = null;
                state = request.getMethod("getAuthentication");
                String states = state.getReturnType().getName();
                knownType = Class.forName(states + "$User", false, loader);
                deferredType = Class.forName(states + "$Deferred", false, loader);
            }
            identity = knownType.getMethod("getUserIdentity");
            principal = identity.getReturnType().getMethod("getUserPrincipal");
        }

        private @Nullable Object stateOf(Object request) throws Throwable {
            try {
                return core == null ? state.invoke(request) : state.invoke(null, core.invoke(request));
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        @Override
        @Nullable
        String user(ServletApi api, Object request) throws Throwable {
            Object known = stateOf(request);
            if (!knownType.isInstance(known)) {
                return null;
            }
            Object user = identity.invoke(known);
            Principal named = user == null ? null : (Principal) principal.invoke(user);
            return named == null ? null : named.getName();
        }

        @Override
        boolean isPutOff(Object request) throws Throwable {
            return deferredType.isInstance(stateOf(request));
        }
    }
}
