package dev.backstory.agent.boundary.httpclient;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.LibraryCalls;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Apache's clients: 4 from 4.3 on, 5 with its asynchronous one. Each has one place where a hop's own copy of a request is sent. */
final class ApacheClients {

    private static final String MAIN4 = "org.apache.http.impl.execchain.MainClientExec";
    private static final String MINIMAL4 = "org.apache.http.impl.execchain.MinimalClientExec";
    private static final String MAIN5 = "org.apache.hc.client5.http.impl.classic.MainClientExec";
    private static final String ASYNC = "org.apache.hc.client5.http.impl.async.HttpAsyncMainClientExec";
    private static final String ASYNC_H2 = "org.apache.hc.client5.http.impl.async.H2AsyncMainClientExec";
    private static final String EXCHANGE = "org.apache.hc.client5.http.async.AsyncExecChain$Scope";
    private static final String CLIENT = "org.apache.hc.client5.http.impl.async.InternalAbstractHttpAsyncClient";
    private static final Set<String> CLASSES = Set.of(MAIN4, MINIMAL4, MAIN5, ASYNC, ASYNC_H2, EXCHANGE, CLIENT);

    private ApacheClients() {}

    static boolean have(String className) {
        return CLASSES.contains(className);
    }

    static List<Change> changes() {
        return List.of(
                Change.toLibraryClass(MAIN4).advise(named("execute").and(takesArguments(4)), InjectByRoute.class),
                Change.toLibraryClass(MINIMAL4).advise(named("execute").and(takesArguments(4)), InjectByRoute.class),
                Change.toLibraryClass(MAIN5).advise(named("execute").and(takesArguments(3)), Inject.class),
                Change.toLibraryClass(ASYNC).advise(named("execute").and(takesArguments(5)), InjectCallers.class),
                Change.toLibraryClass(ASYNC_H2).advise(named("execute").and(takesArguments(5)), InjectCallers.class),
                Change.toCarryingLibraryClass(EXCHANGE).advise(isConstructor(), CaptureInConstructor.class),
                Change.toLibraryClass(CLIENT)
                        .advise(named("doExecute").and(takesArguments(6)), CallBackInContext.class));
    }

    static final class InjectByRoute {

        private InjectByRoute() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object route, @Advice.Argument(1) Object request) {
            LibraryCalls.sending(route, request);
        }
    }

    static final class Inject {

        private Inject() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object request) {
            LibraryCalls.sending(request);
        }
    }

    static final class InjectCallers {

        private InjectCallers() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object request, @Advice.Argument(2) Object exchange) {
            LibraryCalls.sendingLater(exchange, request);
        }
    }

    static final class CaptureInConstructor {

        private CaptureInConstructor() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object exchange,
                @Advice.FieldValue(value = "cancellableDependency", typing = Assigner.Typing.DYNAMIC)
                        Object cancellable) {
            LibraryCalls.exchanging(exchange, cancellable);
        }
    }

    static final class CallBackInContext {

        private CallBackInContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(
                @Advice.Argument(value = 5, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable
                        Object callback) {
            callback = LibraryCalls.calledBack(callback);
        }
    }
}
