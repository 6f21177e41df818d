package dev.backstory.agent.boundary.future;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import dev.backstory.agent.boot.ListenerExecutor;
import dev.backstory.agent.boundary.Change;
import java.util.concurrent.Executor;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Guava's futures: a listener belongs to who registered it. All of callbacks, transformations and combinations are listeners. */
final class ListenableFutures {

    private static final String GUAVA = "com.google.common.util.concurrent.";

    private ListenableFutures() {}

    static boolean looksAt(String className) {
        return className.equals(GUAVA + "AbstractFuture") || className.equals(GUAVA + "ExecutionList");
    }

    static Change change() {
        ElementMatcher.Junction<MethodDescription> registers = namedOneOf("addListener", "add")
                .and(takesArgument(0, Runnable.class))
                .and(takesArgument(1, Executor.class));
        return Change.to((name, loader) -> loader != null && looksAt(name), any())
                .advise(registers, CaptureWhenRegistered.class);
    }

    static final class CaptureWhenRegistered {
        private CaptureWhenRegistered() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static void enter(@Advice.Argument(value = 1, readOnly = false) Executor executor) {
            executor = ListenerExecutor.of(executor);
        }
    }
}
