package dev.backstory.agent.boot;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Spring Security's context, for the part of a request that is inside its filters: only there is it sure to be cleaned up
 * after it was asked for.
 */
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

    private final MethodHandle context;
    private final MethodHandle authentication;
    private final MethodHandle isAuthenticated;
    private final Class<?> anonymous;

    private SpringSecurity(@Nullable ClassLoader loader) throws ReflectiveOperationException {
        String core = "org.springframework.security.core.";
        Class<?> contexts = Class.forName(core + "context.SecurityContext", false, loader);
        Class<?> authentications = Class.forName(core + "Authentication", false, loader);
        anonymous = Class.forName(
                "org.springframework.security.authentication.AnonymousAuthenticationToken", false, loader);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        context = lookup.findStatic(
                Class.forName(core + "context.SecurityContextHolder", false, loader),
                "getContext",
                methodType(contexts));
        authentication = lookup.findVirtual(contexts, "getAuthentication", methodType(authentications));
        isAuthenticated = lookup.findVirtual(authentications, "isAuthenticated", methodType(boolean.class));
    }

    /** What the called filter or servlet opens; null unless it is Spring Security's. */
    static @Nullable SpringSecurity inside(Object called) {
        if (!called.getClass().getName().equals(PROXY)) {
            return null;
        }
        SpringSecurity[] found = BY_FILTER.get(called.getClass());
        return found.length == 0 ? null : found[0];
    }

    /** The name of who is logged in; null when nobody is, an anonymous user included. */
    @Nullable
    String user() throws Throwable {
        Object found = authentication.invoke(context.invoke());
        if (found == null || anonymous.isInstance(found) || !(boolean) isAuthenticated.invoke(found)) {
            return null;
        }
        return ((Principal) found).getName();
    }
}
