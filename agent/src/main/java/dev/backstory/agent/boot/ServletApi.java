package dev.backstory.agent.boot;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.Principal;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * The servlet API of one class loader, {@code jakarta} or {@code javax}: the same names in two packages, so one class reaches
 * both by method handles. Kept by the API's own class, and gone with its loader.
 */
final class ServletApi {

    /** By the class of a request, response, context or event; so that no loader is held from here. */
    private static final ClassValue<Class<?>[]> FOUND = new ClassValue<>() {
        @Override
        protected Class<?>[] computeValue(Class<?> type) {
            Class<?> found = declaring(type);
            return found == null ? new Class<?>[0] : new Class<?>[] {found};
        }
    };

    private static final ClassValue<ServletApi> APIS = new ClassValue<>() {
        @Override
        protected ServletApi computeValue(Class<?> request) {
            try {
                return new ServletApi(request);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("unknown servlet API", e);
            }
        }
    };

    final AsyncApi async;
    /** The attribute by which a container tells an error page of the status. */
    final String errorStatus;

    private final MethodHandle attribute;
    private final MethodHandle setAttribute;
    private final MethodHandle header;
    private final MethodHandle headers;
    private final MethodHandle remoteAddress;
    private final MethodHandle remoteUser;
    private final MethodHandle principal;
    private final MethodHandle method;
    private final MethodHandle contextPath;
    private final MethodHandle servletPath;
    private final MethodHandle pathInfo;
    private final MethodHandle servletContext;
    private final MethodHandle classLoader;
    private final @Nullable MethodHandle mapping;
    private final @Nullable MethodHandle pattern;
    private final ServletMappings mappings;
    private final MethodHandle isCommitted;
    private final MethodHandle containsHeader;
    private final MethodHandle setHeader;
    private final MethodHandle status;

    private ServletApi(Class<?> request) throws ReflectiveOperationException {
        String http = request.getName().substring(0, request.getName().lastIndexOf('.') + 1);
        ClassLoader loader = request.getClassLoader();
        Class<?> response = Class.forName(http + "HttpServletResponse", false, loader);
        Class<?> context = Class.forName(http.replace(".http.", ".ServletContext"), false, loader);
        errorStatus = http.replace(".http.", ".error.status_code");
        attribute = find(request, "getAttribute", Object.class, String.class);
        setAttribute = find(request, "setAttribute", void.class, String.class, Object.class);
        header = find(request, "getHeader", String.class, String.class);
        headers = find(request, "getHeaders", Enumeration.class, String.class);
        remoteAddress = find(request, "getRemoteAddr", String.class);
        remoteUser = find(request, "getRemoteUser", String.class);
        principal = find(request, "getUserPrincipal", Principal.class);
        method = find(request, "getMethod", String.class);
        contextPath = find(request, "getContextPath", String.class);
        servletPath = find(request, "getServletPath", String.class);
        pathInfo = find(request, "getPathInfo", String.class);
        servletContext = find(request, "getServletContext", context);
        classLoader = find(context, "getClassLoader", ClassLoader.class);
        mappings = new ServletMappings(context);
        Class<?> mappingType = mappingType(http, loader);
        mapping = mappingType == null ? null : find(request, "getHttpServletMapping", mappingType);
        pattern = mappingType == null ? null : find(mappingType, "getPattern", String.class);
        isCommitted = find(response, "isCommitted", boolean.class);
        containsHeader = find(response, "containsHeader", boolean.class, String.class);
        setHeader = find(response, "setHeader", void.class, String.class, String.class);
        status = find(response, "getStatus", int.class);
        async = new AsyncApi(http.replace(".http.", "."), loader);
    }

    /** With Object in place of the API's own types, so that it can be called exactly, which converts nothing per call. */
    static MethodHandle find(Class<?> type, String name, Class<?> returned, Class<?>... arguments)
            throws ReflectiveOperationException {
        MethodType declared = methodType(returned, arguments);
        MethodHandle found = MethodHandles.publicLookup().findVirtual(type, name, declared);
        MethodType exact = found.type();
        for (int i = 0; i < exact.parameterCount(); i++) {
            exact = isOfJdk(exact.parameterType(i)) ? exact : exact.changeParameterType(i, Object.class);
        }
        return found.asType(isOfJdk(returned) ? exact : exact.changeReturnType(Object.class));
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.getClassLoader() == null;
    }

    /** Servlet 4 and newer. */
    private static @Nullable Class<?> mappingType(String http, @Nullable ClassLoader loader) {
        try {
            return Class.forName(http + "HttpServletMapping", false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** The API that the request implements; null when it is no HTTP request. */
    static @Nullable ServletApi of(@Nullable Object request) {
        if (request == null) {
            return null;
        }
        Class<?>[] found = FOUND.get(request.getClass());
        return found.length == 0 ? null : APIS.get(found[0]);
    }

    private static @Nullable Class<?> declaring(@Nullable Class<?> type) {
        if (type == null) {
            return null;
        }
        String name = type.getName();
        if (name.equals("jakarta.servlet.http.HttpServletRequest")
                || name.equals("javax.servlet.http.HttpServletRequest")) {
            return type;
        }
        for (Class<?> each : type.getInterfaces()) {
            Class<?> found = declaring(each);
            if (found != null) {
                return found;
            }
        }
        return declaring(type.getSuperclass());
    }

    @Nullable
    Object attribute(Object request, String name) throws Throwable {
        return (Object) attribute.invokeExact(request, name);
    }

    void setAttribute(Object request, String name, Object value) throws Throwable {
        setAttribute.invokeExact(request, name, value);
    }

    /** All values; null without any. Most requests bring none, and a container makes an object of each question for all. */
    @Nullable
    @SuppressWarnings("unchecked")
    Enumeration<String> headers(Object request, String name) throws Throwable {
        String first = (String) header.invokeExact(request, name);
        return first == null ? null : (Enumeration<String>) headers.invokeExact(request, name);
    }

    @Nullable
    String text(Text what, Object request) throws Throwable {
        MethodHandle handle =
                switch (what) {
                    case REMOTE_ADDRESS -> remoteAddress;
                    case REMOTE_USER -> remoteUser;
                    case METHOD -> method;
                    case CONTEXT_PATH -> contextPath;
                    case SERVLET_PATH -> servletPath;
                    case PATH_INFO -> pathInfo;
                };
        return (String) handle.invokeExact(request);
    }

    @Nullable
    Principal principal(Object request) throws Throwable {
        return (Principal) principal.invokeExact(request);
    }

    /** The pattern that the container chose the servlet by; null where it cannot be told. */
    @Nullable
    String pattern(Object request) throws Throwable {
        Object chosen = mapping == null ? null : (Object) mapping.invokeExact(request);
        return chosen == null || pattern == null
                ? patternBeforeServlet4(request)
                : (String) pattern.invokeExact(chosen);
    }

    private @Nullable String patternBeforeServlet4(Object request) throws Throwable {
        Object context = (Object) servletContext.invokeExact(request);
        String path = (String) servletPath.invokeExact(request);
        if (context == null || path == null) {
            return null;
        }
        String beyond = (String) pathInfo.invokeExact(request);
        return beyond == null ? mappings.of(context, path) : path + "/*";
    }

    @Nullable
    ClassLoader application(Object request) throws Throwable {
        Object context = (Object) servletContext.invokeExact(request);
        return context == null ? null : (ClassLoader) classLoader.invokeExact(context);
    }

    void offerHeader(Object response, String name, String value) throws Throwable {
        if (!isCommitted(response) && !(boolean) containsHeader.invokeExact(response, name)) {
            setHeader.invokeExact(response, name, value);
        }
    }

    boolean isCommitted(Object response) throws Throwable {
        return (boolean) isCommitted.invokeExact(response);
    }

    int status(Object response) throws Throwable {
        return (int) status.invokeExact(response);
    }

    enum Text {
        REMOTE_ADDRESS,
        REMOTE_USER,
        METHOD,
        CONTEXT_PATH,
        SERVLET_PATH,
        PATH_INFO
    }
}
