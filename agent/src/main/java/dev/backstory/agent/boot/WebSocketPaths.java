package dev.backstory.agent.boot;

import dev.backstory.context.Step;
import java.lang.annotation.Annotation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The templates of endpoints' paths; a request's own path, which may hold secrets, is none. */
final class WebSocketPaths {

    private static final String[] APIS = {"jakarta.websocket.server.", "javax.websocket.server."};

    /** What applications have deployed, once or more. Without variables a template looks like the path of a request. */
    private static final Set<String> DEPLOYED = ConcurrentHashMap.newKeySet();

    private WebSocketPaths() {}

    static void deployed(Object config) throws ReflectiveOperationException {
        String path = (String) ask(config, "getPath");
        if (path != null) {
            DEPLOYED.add(path);
        }
    }

    /** That of the endpoint, or null. A framework that upgrades each request with a configuration of its own names the request's path. */
    static @Nullable String of(@Nullable Object config, Object endpoint) throws ReflectiveOperationException {
        String path = config == null ? null : (String) ask(config, "getPath");
        if (path != null && (path.indexOf('{') >= 0 || DEPLOYED.contains(path))) {
            return path;
        }
        String annotated = annotated(endpoint.getClass());
        Object declared = annotated != null || config == null ? null : ask(config, "getEndpointClass");
        return declared instanceof Class<?> type ? annotated(type) : annotated;
    }

    private static @Nullable Object ask(Object config, String method) throws ReflectiveOperationException {
        for (String api : APIS) {
            Class<?> type = Types.find(config.getClass(), api + "ServerEndpointConfig");
            if (type != null) {
                return type.getMethod(method).invoke(config);
            }
        }
        return null;
    }

    private static @Nullable String annotated(Class<?> endpoint) throws ReflectiveOperationException {
        for (Annotation each : endpoint.getAnnotations()) {
            Class<?> type = each.annotationType();
            for (String api : APIS) {
                if (type.getName().equals(api + "ServerEndpoint")) {
                    return (String) type.getMethod("value").invoke(each);
                }
            }
        }
        return null;
    }

    /** What messages are called where no template is known: as the route of the handshake, if a framework told it, or the receiver's class. */
    static String otherwise(@Nullable Step handshake, Object receiver) {
        String route = handshake == null ? null : handshake.attributes().get("route");
        if (route != null && !route.equals("/") && !route.endsWith("*")) {
            return route;
        }
        String name = receiver.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }
}
