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

    /** Called before each run; null when the boundary is off. */
    public static @Nullable PeriodicRun begin(FutureTask<?> task) {
        if (!Place.SCHEDULED.isOn() || !Tasks.isPeriodic(task)) {
            return null;
        }
        return begin(task, Attached.get(task));
    }

    static PeriodicRun begin(Object task, @Nullable Object scheduledIn) {
        return begin(task.getClass().getName(), scheduledIn);
    }

    static PeriodicRun begin(String task, @Nullable Object scheduledIn) {
        Step.Builder step = Step.of(Step.SCHEDULED, task).from(CausalContext.NONE);
        if (scheduledIn instanceof CausalContext context) {
            Step by = context.step();
            if (by == null) {
                step.scheduledBy(context.correlationId());
            } else {
                step.scheduledIn(by);
            }
        }
        return new PeriodicRun(step.start());
    }

    /** Called after each run. */
    public static void end(@Nullable PeriodicRun run, boolean ranWell) {
        if (run != null) {
            run.scope.close();
            if (!ranWell) {
                run.step.fail("cancelled or failed");
            }
            run.step.end();
        }
    }
}
