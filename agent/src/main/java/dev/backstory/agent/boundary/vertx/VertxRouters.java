package dev.backstory.agent.boundary.vertx;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.VertxRoutes;
import dev.backstory.agent.boundary.Change;
import net.bytebuddy.asm.Advice;

/** The routers of Vert.x Web: what they tell a request themselves is the pattern of the last route, without those that it is mounted on. */
final class VertxRouters {

    private static final String ROUTE = "io.vertx.ext.web.impl.RouteState";

    private VertxRouters() {}

    static boolean have(String className) {
        return className.equals(ROUTE);
    }

    static Change change() {
        return Change.toLibraryClass(ROUTE)
                .advise(named("handleContext").and(takesArguments(1)), NameMountedRoute.class);
    }

    static final class NameMountedRoute {
        private NameMountedRoute() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object context) {
            VertxRoutes.found(context);
        }
    }
}
