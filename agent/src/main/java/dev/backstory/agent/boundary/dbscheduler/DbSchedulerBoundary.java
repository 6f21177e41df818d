package dev.backstory.agent.boundary.dbscheduler;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.DbSchedulerJobs;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler 15 and 16: an execution of a task is a job in the story of who scheduled it, in whichever process; what is repeated in
 * one of its own. Its row has no room for ids beside the task's data, which is the application's, so they wait in a table of ours.
 */
public final class DbSchedulerBoundary implements AgentBoundary {

    private static final String EXECUTE = "com.github.kagkarlsson.scheduler.ExecutePicked";
    private static final String REPOSITORY = "com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepository";
    private static final String RUNNER = "com.github.kagkarlsson.shaded.jdbc.JdbcRunner";
    private static final Set<String> CLASSES = Set.of(EXECUTE, REPOSITORY, RUNNER);

    @Override
    public String name() {
        return "dbscheduler";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null && CLASSES.contains(className);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toCarryingLibraryClass(REPOSITORY)
                        .advise(isConstructor(), KeepRunner.class)
                        .advise(named("remove").and(takesArguments(1)), NoteRemoval.class),
                Change.toCarryingLibraryClass(RUNNER)
                        .advise(named("execute").and(takesArguments(2)), AddWithIds.class)
                        .advise(named("executeBatch").and(takesArguments(3)), AddAllWithIds.class),
                Change.toLibraryClass(EXECUTE)
                        .advise(named("executePickedExecution").and(takesArguments(2)), RunAsStep.class)
                        .advise(named("failure").and(takesArgument(2, Throwable.class)), NoteFailure.class));
    }

    static final class KeepRunner {

        private KeepRunner() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object repository, @Advice.FieldValue("jdbcRunner") Object runner) {
            DbSchedulerJobs.made(repository, runner);
        }
    }

    static final class NoteRemoval {

        private NoteRemoval() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Argument(0) Object execution) throws ReflectiveOperationException {
            DbSchedulerJobs.removed(execution);
        }
    }

    static final class AddWithIds {

        private AddWithIds() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(
                @Advice.This Object runner,
                @Advice.Argument(0) String statement,
                @Advice.Argument(value = 1, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object setter) {
            setter = DbSchedulerJobs.running(runner, statement, setter);
        }
    }

    static final class AddAllWithIds {

        private AddAllWithIds() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(
                @Advice.This Object runner,
                @Advice.Argument(0) String statement,
                @Advice.Argument(value = 2, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object setter) {
            setter = DbSchedulerJobs.running(runner, statement, setter);
        }
    }

    static final class RunAsStep {

        private RunAsStep() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(
                @Advice.Argument(0) Object execution, @Advice.FieldValue("taskRepository") Object repository)
                throws ReflectiveOperationException {
            return DbSchedulerJobs.executing(execution, repository);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object run, @Advice.Thrown @Nullable Throwable thrown)
                throws ReflectiveOperationException {
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
