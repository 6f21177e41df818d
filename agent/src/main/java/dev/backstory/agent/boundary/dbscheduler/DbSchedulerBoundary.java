package dev.backstory.agent.boundary.dbscheduler;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.DbSchedulerJobs;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler 15 and 16: each execution of a task is a job in a story of its own. Its row has no room for ids beside the task's data,
 * which is the application's.
 */
public final class DbSchedulerBoundary implements AgentBoundary {

    private static final String EXECUTE = "com.github.kagkarlsson.scheduler.ExecutePicked";

    @Override
    public String name() {
        return "dbscheduler";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null && className.equals(EXECUTE);
    }

    @Override
    public List<Change> changes() {
        return List.of(Change.toLibraryClass(EXECUTE)
                .advise(named("executePickedExecution").and(takesArguments(2)), RunAsStep.class)
                .advise(named("failure").and(takesArgument(2, Throwable.class)), NoteFailure.class));
    }

    static final class RunAsStep {

        private RunAsStep() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.Argument(0) Object execution) throws ReflectiveOperationException {
            return DbSchedulerJobs.executing(execution);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object run, @Advice.Thrown @Nullable Throwable thrown) {
            DbSchedulerJobs.executed(run, thrown);
        }
    }

    static final class NoteFailure {

        private NoteFailure() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(2) Throwable cause) {
            DbSchedulerJobs.failed(cause);
        }
    }
}
