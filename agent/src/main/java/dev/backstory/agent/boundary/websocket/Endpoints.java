package dev.backstory.agent.boundary.websocket;

import static net.bytebuddy.matcher.ElementMatchers.isAnnotatedWith;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.util.Set;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** The methods of annotated endpoints. Most containers call them through a handler of their own, Jetty calls them directly. */
final class Endpoints {

    /** What a part of a message comes as; [B is an array of bytes. */
    private static final Set<String> PART = Set.of("java.lang.String", "[B", "java.nio.ByteBuffer");

    private Endpoints() {}

    static ElementMatcher.Junction<MethodDescription> whole() {
        return annotated("OnMessage").and(not(Endpoints::isPartial));
    }

    static ElementMatcher.Junction<MethodDescription> partial() {
        return annotated("OnMessage").and(Endpoints::isPartial);
    }

    static ElementMatcher.Junction<MethodDescription> told() {
        return annotated("OnOpen").or(annotated("OnClose")).or(annotated("OnError"));
    }

    static ElementMatcher.Junction<MethodDescription> any() {
        return annotated("OnMessage").or(told());
    }

    private static ElementMatcher.Junction<MethodDescription> annotated(String name) {
        return isAnnotatedWith(WebSocketBoundary.api(name));
    }

    /** One that is told whether the part is the last; a {@code boolean} alone is a whole message. */
    private static boolean isPartial(MethodDescription method) {
        boolean last = false;
        boolean part = false;
        for (ParameterDescription each : method.getParameters()) {
            if (isPathParameter(each)) {
                continue;
            }
            String type = each.getType().asErasure().getName();
            last |= type.equals("boolean");
            part |= PART.contains(type);
        }
        return last && part;
    }

    private static boolean isPathParameter(ParameterDescription parameter) {
        return !parameter
                .getDeclaredAnnotations()
                .filter(each -> each.getAnnotationType().getName().endsWith(".websocket.server.PathParam"))
                .isEmpty();
    }
}
