package dev.backstory.agent.boot;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** What Spring Security says of who is logged in, in whichever loader it is. */
final class SpringSecurity {

    private static final String PROXY = "org.springframework.security.web.FilterChainProxy";

    /** Kept by the class of Spring's filter; so that no loader is held from here. Empty where Spring is not as expected. */
    private static final ClassValue<SpringSecurity[]> BY_FILTER = new ClassValue<>() {
        @Override
        protected SpringSecurity[] computeValue(Class<?> filter) {
            try {
                return new SpringSecurity[] {new SpringSecurity(filter.getClassLoader())};
            } catch (ReflectiveOperationException e) {
                Place.SERVLET.skipped(filter.getName(), "its security context cannot be read: " + e);
                return new SpringSecurity[0];
            }
        }
    };

    /** Under which Reactor's context has a stream that tells the security context. */
    final Class<?> key;

    private final MethodHandle context;
    private final MethodHandle authentication;
    private final MethodHandle isAuthenticated;
    private final Class<?> anonymous;

    private SpringSecurity(@Nullable ClassLoader loader) throws ReflectiveOperationException {
        String core = "org.springframework.security.core.";
        key = Class.forName(core + "context.SecurityContext", false, loader);
        Class<?> authentications = Class.forName(core + "Authentication", false, loader);
        anonymous = Class.forName(
                "org.springframework.security.authentication.AnonymousAuthenticationToken", false, loader);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        context = lookup.findStatic(
                Class.forName(core + "context.SecurityContextHolder", false, loader), "getContext", methodType(key));
        authentication = lookup.findVirtual(key, "getAuthentication", methodType(authentications));
        isAuthenticated = lookup.findVirtual(authentications, "isAuthenticated", methodType(boolean.class));
    }

    /**
     * What the called filter or servlet opens; null unless it is Spring Security's. Only inside is its context sure to be cleaned up
     * after it was asked for.
     */
    static @Nullable SpringSecurity inside(Object called) {
        return called.getClass().getName().equals(PROXY) ? of(called) : null;
    }

    /** The one that an object of its own belongs to; null where Spring is not as expected. */
    static @Nullable SpringSecurity of(Object own) {
        SpringSecurity[] found = BY_FILTER.get(own.getClass());
        return found.length == 0 ? null : found[0];
    }

    /** The name of who is logged in on this thread; null when nobody is. */
    @Nullable
    String user() throws Throwable {
        return user(context.invoke());
    }

    /** The name in a security context, or in an authentication; null when nobody is logged in, an anonymous user included. */
    @Nullable
    String user(@Nullable Object told) throws Throwable {
        Object found = key.isInstance(told) ? authentication.invoke(told) : told;
        if (found == null || anonymous.isInstance(found) || !(boolean) isAuthenticated.invoke(found)) {
            return null;
        }
        return LoggedIn.name(((Principal) found).getName());
    }
}
