package dev.backstory.agent.boot;

import java.lang.invoke.MethodHandle;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an application's servlets are mapped to; for APIs older than Servlet 4, which do not tell the mapping of a request. */
final class ServletMappings {

    private final MethodHandle registrations;
    private final MethodHandle mappings;

    ServletMappings(Class<?> context) throws ReflectiveOperationException {
        String name = context.getName();
        Class<?> registration = Class.forName(
                name.substring(0, name.lastIndexOf('.') + 1) + "ServletRegistration", false, context.getClassLoader());
        registrations = ServletApi.find(context, "getServletRegistrations", Map.class);
        mappings = ServletApi.find(registration, "getMappings", Collection.class);
    }

    /** The mapping by which a container chose that path, exact ones first; null when none of them says so. */
    @Nullable
    String of(Object context, String servletPath) throws Throwable {
        String best = null;
        for (Object registration : ((Map<?, ?>) registrations.invokeExact(context)).values()) {
            for (Object each : (Collection<?>) mappings.invokeExact(registration)) {
                String mapping = (String) each;
                if (rank(mapping, servletPath) > rank(best, servletPath)) {
                    best = mapping;
                }
            }
        }
        return best;
    }

    private static int rank(@Nullable String mapping, String servletPath) {
        if (mapping == null) {
            return 0;
        }
        if (mapping.equals("/")) {
            return 1;
        }
        if (mapping.startsWith("*.")) {
            return servletPath.endsWith(mapping.substring(1)) ? 2 : 0;
        }
        if (mapping.endsWith("/*")) {
            return mapping.length() == servletPath.length() + 2 && mapping.startsWith(servletPath) ? 3 : 0;
        }
        return mapping.equals(servletPath) ? 4 : 0;
    }
}
