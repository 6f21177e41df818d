package dev.backstory.agent.boundary.executor;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.Tasks;
import dev.backstory.agent.boundary.Change;
import net.bytebuddy.asm.Advice;

/**
 * Guava's executor that runs one task after the other on the threads of another: a thread that has begun with a task of one
 * request goes on with those of others. Nobody sees its tasks again, so they may be wrapped.
 */
final class SequentialExecutors {

    static final String NAME = "com.google.common.util.concurrent.SequentialExecutor";

    private SequentialExecutors() {}

    static Change change() {
        return Change.to((name, loader) -> loader != null && name.equals(NAME), any())
                .advise(named("execute").and(takesArguments(Runnable.class)), CarryTask.class);
    }

    static final class CarryTask {
        private CarryTask() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable task) {
            task = Tasks.carried(task);
        }
    }
}
