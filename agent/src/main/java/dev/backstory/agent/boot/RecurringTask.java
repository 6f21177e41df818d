package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import org.jspecify.annotations.Nullable;

/** A task of which each run is a story of its own. For places where nobody sees the task again. */
final class RecurringTask implements Runnable {

    private final Runnable task;
    private final Place place;
    private final CausalContext scheduledIn;

    RecurringTask(Runnable task, Place place) {
        this.task = task;
        this.place = place;
        this.scheduledIn = place.capture();
    }

    @Override
    public void run() {
        PeriodicRun run = begin();
        try {
            task.run();
        } catch (Throwable failure) {
            end(run, failure);
            throw failure;
        }
        end(run, null);
    }

    private @Nullable PeriodicRun begin() {
        try {
            return place.isOn() ? PeriodicRun.begin(TaskName.of(task), scheduledIn) : null;
        } catch (Throwable failure) {
            place.failed(failure);
            return null;
        }
    }

    private void end(@Nullable PeriodicRun run, @Nullable Throwable thrown) {
        try {
            PeriodicRun.end(run, thrown);
        } catch (Throwable failure) {
            place.failed(failure);
        }
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
