package dev.backstory.agent.boundary.vertx;

import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.VertxRequests;
import dev.backstory.agent.boundary.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Vert.x's HTTP servers, of both versions and of both protocols: what they call for a request is stood for, and the answer's end is seen. */
final class VertxServers {

    private static final String PACKAGE = "io.vertx.core.http.impl.";
    private static final Set<String> HANDLERS =
            Set.of(PACKAGE + "HttpServerConnectionHandler", PACKAGE + "tcp.HttpServerConnectionHandler");
    private static final Set<String> REQUESTS = Set.of(
            PACKAGE + "Http1xServerRequest",
            PACKAGE + "Http2ServerRequest",
            PACKAGE + "http1.Http1ServerRequest",
            PACKAGE + "HttpServerRequestImpl");
    private static final Set<String> RESPONSES = Set.of(
            PACKAGE + "Http1xServerResponse",
            PACKAGE + "Http2ServerResponse",
            PACKAGE + "http1.Http1ServerResponse",
            PACKAGE + "HttpServerResponseImpl");

    private VertxServers() {}

    static boolean have(String className) {
        return HANDLERS.contains(className) || REQUESTS.contains(className) || RESPONSES.contains(className);
    }

    static List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (String each : HANDLERS) {
            changes.add(Change.toLibraryClass(each).advise(isConstructor(), StandForHandler.class));
        }
        for (String each : REQUESTS) {
            changes.add(Change.toLibraryClass(each)
                    .advise(sets("handler", "endHandler", "uploadHandler", "exceptionHandler"), CarryHandler.class)
                    .advise(named("routed").and(takesArguments(String.class)), NameRoute.class));
        }
        for (String each : RESPONSES) {
            changes.add(Change.toCarryingLibraryClass(each)
                    .advise(
                            sets(
                                    "closeHandler",
                                    "endHandler",
                                    "headersEndHandler",
                                    "bodyEndHandler",
                                    "drainHandler",
                                    "exceptionHandler"),
                            CarryHandler.class)
                    .advise(
                            namedOneOf(
                                            "end",
                                            "sendFile",
                                            "completeHandshake",
                                            "netSocket",
                                            "reset",
                                            "handleException",
                                            "handleClosed",
                                            "handleClose")
                                    .and(not(isBridge())),
                            NoticeEnd.class));
        }
        return changes;
    }

    private static ElementMatcher.Junction<MethodDescription> sets(String... names) {
        return namedOneOf(names)
                .and(takesArguments(1))
                .and(takesArgument(0, named("io.vertx.core.Handler")))
                .and(not(isBridge()));
    }

    static final class StandForHandler {
        private StandForHandler() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets a field
        static void exit(
                @Advice.FieldValue(value = "requestHandler", readOnly = false, typing = Assigner.Typing.DYNAMIC)
                        @Nullable
                        Object handler) {
            handler = VertxRequests.entering(handler);
        }
    }

    static final class CarryHandler {
        private CarryHandler() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static void enter(
                @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable
                        Object handler) {
            handler = VertxRequests.told(handler);
        }
    }

    static final class NameRoute {
        private NameRoute() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object request, @Advice.Argument(0) @Nullable String route) {
            VertxRequests.routed(request, route);
        }
    }

    static final class NoticeEnd {
        private NoticeEnd() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object response) {
            VertxRequests.answered(response);
        }
    }
}
