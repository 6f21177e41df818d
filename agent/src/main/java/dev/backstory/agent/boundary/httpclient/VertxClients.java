package dev.backstory.agent.boundary.httpclient;

import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameEndsWithIgnoreCase;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.VertxCalls;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of Vert.x 4 and 5, and so its WebClient. Whatever a request is sent by, with a body or without, goes through one method;
 * a redirection is another request, out of what is done with the first one's answer.
 */
final class VertxClients {

    private static final String REQUEST = "io.vertx.core.http.impl.HttpClientRequestImpl";
    private static final String ANSWER = "io.vertx.core.http.impl.HttpClientResponseImpl";
    private static final String NAMED = "io.vertx.core.http.impl.HttpClientRequestBase";
    private static final Set<String> CLASSES = Set.of(REQUEST, ANSWER, NAMED);

    private VertxClients() {}

    static boolean have(String className) {
        return CLASSES.contains(className);
    }

    static List<Change> changes() {
        ElementMatcher.Junction<MethodDescription> setsHandler = nameEndsWithIgnoreCase("handler")
                .and(takesArguments(1))
                .and(takesArgument(0, named("io.vertx.core.Handler")))
                .and(not(isBridge()));
        return List.of(
                Change.toCarryingLibraryClass(REQUEST)
                        .advise(isConstructor(), KnowHost.class)
                        .advise(named("doWrite"), InjectIntoHead.class)
                        .advise(named("handleResponse").and(takesArguments(3)), GoOnInCallersContext.class)
                        .advise(setsHandler, CarryHandler.class),
                // Version 4 tells it only after it was made.
                Change.toLibraryClass(NAMED).advise(named("authority").and(takesArguments(1)), KnowHost.class),
                Change.toLibraryClass(ANSWER).advise(setsHandler, CarryHandler.class));
    }

    static final class KnowHost {

        private KnowHost() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object request) {
            VertxCalls.named(request);
        }
    }

    static final class InjectIntoHead {

        private InjectIntoHead() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object request) {
            VertxCalls.sending(request);
        }
    }

    static final class GoOnInCallersContext {

        private GoOnInCallersContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.This Object request) {
            return VertxCalls.answered(request);
        }
    }

    static final class CarryHandler {

        private CarryHandler() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static void enter(
                @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable
                        Object handler) {
            handler = VertxCalls.told(handler);
        }
    }
}
