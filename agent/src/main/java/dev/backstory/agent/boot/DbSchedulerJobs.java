package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the db-scheduler boundary's advice calls. */
public final class DbSchedulerJobs {

    private static final Call NAME = new Call("getTaskName", 0);
    private static final Call DUE = new Call("getExecutionTime", 0);
    private static final String FAILURES = "consecutiveFailures";
    private static final String LAST_SUCCESS = "lastSuccess";
    private static final String VERSION = "version";
    private static final ThreadLocal<@Nullable Run> RUNNING = new ThreadLocal<>();

    private DbSchedulerJobs() {}

    /** A repository of tasks was made, on that runner of statements. */
    public static void made(Object repository, Object runner) {
        Attached.set(repository, runner);
    }

    /** A statement is about to run; what sets its parameters, or theirs and the ids'. */
    public static Object running(Object runner, String statement, Object setter) {
        if (!Place.DBSCHEDULER.isOn() || !WaitingJobs.areAddedBy(statement)) {
            return setter;
        }
        CausalContext scheduling = CausalContext.capture();
        return scheduling.correlationId() == null
                ? setter
                : WaitingJobs.ticketing(runner, statement, setter, scheduling);
    }

    /** An execution that was picked is run, and its row is then removed or scheduled anew. */
    public static @Nullable Object executing(Object execution, Object repository) throws ReflectiveOperationException {
        if (!Place.DBSCHEDULER.isOn()) {
            return null;
        }
        Object runner = Attached.get(repository);
        long version = execution.getClass().getField(VERSION).getLong(execution);
        CausalContext scheduled = scheduled(runner, version);
        // Once it has succeeded, each further time is a repetition.
        boolean repeated = scheduled.isNone()
                || execution.getClass().getField(LAST_SUCCESS).get(execution) != null;
        Instant due = (Instant) Objects.requireNonNull(DUE.on(execution));
        long waited = Math.max(0, Duration.between(due, Instant.now()).toNanos());
        int failures = execution.getClass().getField(FAILURES).getInt(execution);
        Run run = new Run(
                JobRun.begin(String.valueOf(NAME.on(execution)), null, scheduled, repeated, waited, 1 + failures),
                runner,
                version);
        RUNNING.set(run);
        return run;
    }

    /** None when it cannot be read: a story of its own is a gap, and no mistake. */
    private static CausalContext scheduled(@Nullable Object runner, long version) {
        try {
            return runner == null ? CausalContext.NONE : WaitingJobs.find(runner, version);
        } catch (Exception e) {
            Place.DBSCHEDULER.failed(e);
            return CausalContext.NONE;
        }
    }

    /** It has failed, of which whoever called it is not told. */
    public static void failed(Throwable cause) {
        Run run = RUNNING.get();
        if (run != null) {
            run.open.step.fail(cause);
        }
    }

    /** A row was removed: that of what runs here, or by its code another one. */
    public static void removed(Object execution) throws ReflectiveOperationException {
        Run run = RUNNING.get();
        if (run != null && execution.getClass().getField(VERSION).getLong(execution) == run.version) {
            run.removed = true;
        }
    }

    /** All of that is done. */
    public static void executed(@Nullable Object running, @Nullable Throwable thrown)
            throws ReflectiveOperationException {
        if (running != null) {
            Run run = (Run) running;
            RUNNING.remove();
            run.open.end(thrown);
            if (run.removed && run.runner != null) {
                WaitingJobs.remove(run.runner, run.version);
            }
        }
    }

    /** An execution, until its thread is done with it. */
    private static final class Run {

        private final OpenStep open;
        private final @Nullable Object runner;
        private final long version;
        private boolean removed;

        Run(OpenStep open, @Nullable Object runner, long version) {
            this.open = open;
            this.runner = runner;
            this.version = version;
        }
    }
}
