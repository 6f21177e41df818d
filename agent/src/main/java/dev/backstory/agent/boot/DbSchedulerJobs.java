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
    private static final ThreadLocal<@Nullable OpenStep> RUNNING = new ThreadLocal<>();

    private DbSchedulerJobs() {}

    /** An execution that was picked is run, and its row is then removed or scheduled anew. */
    public static @Nullable Object executing(Object execution) throws ReflectiveOperationException {
        if (!Place.DBSCHEDULER.isOn()) {
            return null;
        }
        Instant due = (Instant) Objects.requireNonNull(DUE.on(execution));
        long waited = Math.max(0, Duration.between(due, Instant.now()).toNanos());
        int failures = execution.getClass().getField(FAILURES).getInt(execution);
        OpenStep run = JobRun.begin(String.valueOf(NAME.on(execution)), CausalContext.NONE, true, waited, 1 + failures);
        RUNNING.set(run);
        return run;
    }

    /** It has failed, of which whoever called it is not told. */
    public static void failed(Throwable cause) {
        OpenStep run = RUNNING.get();
        if (run != null) {
            run.step.fail(cause);
        }
    }

    /** All of that is done. */
    public static void executed(@Nullable Object run, @Nullable Throwable thrown) {
        if (run != null) {
            RUNNING.remove();
            ((OpenStep) run).end(thrown);
        }
    }
}
