package dev.backstory.agent.boot;

import java.util.Objects;

/** What the advice in Vert.x Web's routers calls: a route is called by its own pattern, after those by which its routers are mounted in others. */
public final class VertxRoutes {

    private static final Call REQUEST = new Call("request", 0);
    private static final Call RESPONSE = new Call("response", 0);
    private static final Call METHOD = new Call("method", 0);
    private static final Call ROUTE = new Call("currentRoute", 0);
    private static final Call OUTER = new Call("parent", 0);
    private static final Call PATH = new Call("getPath", 0);
    private static final Call EXACT = new Call("isExactPath", 0);

    /** Whether a context tells where its router is mounted, and a route whether it is exact. Before about 4.4 they do not. */
    private static final ClassValue<Boolean> TELLS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            boolean tells = OUTER.isIn(type) || EXACT.isIn(type);
            if (!tells) {
                Place.VERTX.skipped(type.getName(), "in this version it does not tell how routes are mounted");
            }
            return tells;
        }
    };

    private VertxRoutes() {}

    /** A router has found a route, and calls one of its handlers. */
    public static void found(Object context) {
        ServedExchange served = VertxRequests.served(RESPONSE.on(context));
        Object route = served == null ? null : ROUTE.on(context);
        if (served != null
                && route != null
                && TELLS.get(context.getClass())
                && TELLS.get(route.getClass())
                && PATH.on(route) != null) {
            boolean exact = Boolean.TRUE.equals(EXACT.on(route));
            String method = Route.method(METHOD.text(Objects.requireNonNull(REQUEST.on(context))));
            String path = mount(context)
                    .concat(exact ? PATH.text(route) : beginning(route).concat("/*"));
            served.found(method, path, exact);
        }
    }

    /** The way of a router that is mounted on the route which another one is just at. */
    private static String mount(Object context) {
        Object outer = OUTER.on(context);
        return outer == null ? "" : mount(outer).concat(beginning(Objects.requireNonNull(ROUTE.on(outer))));
    }

    /** What comes before that which a route leaves open; nothing where it leaves all. */
    private static String beginning(Object route) {
        String path = Objects.requireNonNullElse(PATH.text(route), "");
        int end = path.length();
        while (end > 0 && (path.charAt(end - 1) == '*' || path.charAt(end - 1) == '/')) {
            end--;
        }
        return path.substring(0, end);
    }
}
