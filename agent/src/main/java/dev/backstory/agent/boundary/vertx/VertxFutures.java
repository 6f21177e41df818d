package dev.backstory.agent.boundary.vertx;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isInterface;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.VertxTasks;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Futures: a function belongs to who added it. Version 4 makes an object of its own for each, version 5 for all but a last handler, which is
 * stood for: it is not shown to anybody again.
 */
final class VertxFutures {

    private static final String PACKAGE = "io.vertx.core.impl.future.";
    private static final String FUTURE = PACKAGE + "FutureBase";

    private VertxFutures() {}

    static boolean have(String className) {
        return className.startsWith(PACKAGE);
    }

    static List<Change> changes() {
        ElementMatcher.Junction<MethodDescription> told = not(isAbstract())
                .and(returns(void.class))
                .and(namedOneOf("onSuccess", "onFailure")
                        .and(takesArguments(1))
                        .or(named("complete").and(takesArguments(2)).and(takesArgument(1, Throwable.class))));
        return List.of(
                Change.to((name, loader) -> loader != null && name.equals(FUTURE), ElementMatchers.any())
                        .advise(
                                named("onComplete")
                                        .and(takesArguments(1))
                                        .and(takesArgument(0, named("io.vertx.core.Completable"))),
                                StandForHandler.class),
                Change.toCarrying(
                                (name, loader) -> loader != null && have(name),
                                not(isInterface()).and(declaresMethod(told)))
                        .advise(ElementMatchers.isConstructor(), VertxBoundary.CaptureWhenMade.class)
                        .advise(told, VertxBoundary.GoOnInContext.class));
    }

    static final class StandForHandler {
        private StandForHandler() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static void enter(
                @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object handler) {
            handler = VertxTasks.added(handler);
        }
    }
}
