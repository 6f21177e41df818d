package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** One run of a task that runs again and again: a story of its own, which says where it was scheduled. */
public final class PeriodicRun {

    private final Step step;
    private final Scope scope;

    private PeriodicRun(Step step) {
        this.step = step;
        this.scope = step.context().activate();
    }

    /**
     * Called before each run; null when the boundary is off. A pool keeps a task that was cancelled until it is due, and asks
     * it to run then, which it does not.
     */
    public static @Nullable PeriodicRun begin(FutureTask<?> task) {
        if (!Place.SCHEDULED.isOn() || !Tasks.isPeriodic(task) || task.isDone()) {
            return null;
        }
        return begin(task, Attached.get(task));
    }

    static PeriodicRun begin(Object task, @Nullable Object scheduledIn) {
        return begin(TaskName.of(task), scheduledIn);
    }

    static PeriodicRun begin(String task, @Nullable Object scheduledIn) {
        Step.Builder step = Step.of(Step.SCHEDULED, task).from(CausalContext.NONE);
        CausalContext context = scheduledIn instanceof CausalContext captured ? captured : CausalContext.NONE;
        Step by = context.step();
        if (by == null) {
            // An application schedules most of its tasks when it starts, in no step; the pool's threads are its own,
            // too.
            step.scheduledBy(context.correlationId())
                    .application(Thread.currentThread().getContextClassLoader());
        } else {
            step.scheduledIn(by);
        }
        return new PeriodicRun(step.start());
    }

    /** Called after a run that was cancelled while it ran, which is no failure; many a task ends itself so. */
    static void endCancelled(PeriodicRun run) {
        run.step.attribute("status", "cancelled");
        end(run, null);
    }

    /** Called after each run, with what it threw. */
    public static void end(@Nullable PeriodicRun run, @Nullable Throwable thrown) {
        if (run != null) {
            run.scope.close();
            if (thrown != null) {
                run.step.fail(thrown);
            }
            run.step.end();
        }
    }

    /** Called after each run of a future task, which keeps what it threw and says only whether it will run again. */
    public static void end(@Nullable PeriodicRun run, boolean runsAgain, @Nullable Object outcome) {
        if (run != null && !runsAgain && outcome == null) {
            endCancelled(run);
        } else {
            end(run, outcome instanceof Throwable thrown ? thrown : null);
        }
    }
}
