package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;

/** A task in the context that it was handed over with. For places where nobody sees the task again. */
final class CarriedTask implements Runnable {

    private final Runnable task;
    private final CausalContext context;

    CarriedTask(Runnable task, CausalContext context) {
        this.task = task;
        this.context = context;
    }

    @Override
    public void run() {
        Scope scope = context.activate();
        try {
            task.run();
        } catch (Throwable failure) {
            Tasks.hasFailed(task, context, failure);
            throw failure;
        } finally {
            scope.close();
        }
    }

    /** What looks for the task in a queue, as a removal does, finds it. */
    @Override
    public boolean equals(Object other) {
        return task.equals(other instanceof CarriedTask carried ? carried.task : other);
    }

    @Override
    public int hashCode() {
        return task.hashCode();
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
