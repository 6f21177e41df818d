package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/** Tasks of a {@code java.util.Timer}: a one-shot carries its context, each run of another is a story of its own. */
public final class TimerRuns {

    /** What runs on this timer's thread. */
    private static final ThreadLocal<@Nullable TimerRuns> RUNNING = new ThreadLocal<>();

    private final TimerTask task;
    private final @Nullable CausalContext carried;
    private final @Nullable Scope scope;
    private final @Nullable PeriodicRun periodic;

    private TimerRuns(TimerTask task, @Nullable CausalContext carried, @Nullable PeriodicRun periodic) {
        this.task = task;
        this.carried = carried;
        this.scope = carried == null ? null : carried.activate();
        this.periodic = periodic;
    }

    /** Called where a task is scheduled, before the timer has it. True if it was noted: a task is scheduled once. */
    public static boolean scheduling(@Nullable TimerTask task, long period) {
        if (task == null || !Place.TIMER.isOn() || Attached.get(task) != null) {
            return false;
        }
        CausalContext context = Place.TIMER.capture();
        Attached.set(task, period == 0 ? context : new Recurring(context));
        return true;
    }

    /** Called when the task was refused, was cancelled or has run. */
    public static void release(TimerTask task) {
        Attached.set(task, null);
    }

    /** Called when the timer was cancelled, or its thread has died, with its queue. */
    public static void release(@Nullable TimerTask[] queued) {
        for (TimerTask each : queued) {
            if (each != null) {
                release(each);
            }
        }
    }

    /** Called by the timer's thread before a task runs. */
    public static void starting(TimerTask task) {
        try {
            Object carried = Place.TIMER.isOn() ? Attached.get(task) : null;
            if (carried instanceof Recurring recurring) {
                RUNNING.set(new TimerRuns(task, null, PeriodicRun.begin(task, recurring.scheduledIn())));
            } else if (carried instanceof CausalContext context) {
                release(task);
                RUNNING.set(new TimerRuns(task, context, null));
            }
        } catch (Throwable failure) {
            Place.TIMER.failed(failure);
        }
    }

    /** Called by the timer's thread after a task has run. */
    public static void ended() {
        ended(null);
    }

    /** Called when a task's exception, which is given, ends the timer's thread. */
    public static void ended(@Nullable Throwable thrown) {
        try {
            TimerRuns run = RUNNING.get();
            if (run != null) {
                RUNNING.remove();
                run.end(thrown);
            }
        } catch (Throwable failure) {
            Place.TIMER.failed(failure);
        }
    }

    private void end(@Nullable Throwable thrown) {
        PeriodicRun.end(periodic, thrown);
        Tasks.close(scope);
        if (thrown != null && carried != null) {
            Tasks.failed(task, carried, thrown);
        }
    }
}
