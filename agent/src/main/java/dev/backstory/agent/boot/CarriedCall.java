package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.concurrent.Callable;

/** {@link CarriedTask} for a task that has a result. */
final class CarriedCall<T> implements Callable<T> {

    private final Callable<T> task;
    private final CausalContext context;

    CarriedCall(Callable<T> task, CausalContext context) {
        this.task = task;
        this.context = context;
    }

    @Override
    public T call() throws Exception {
        Scope scope = context.activate();
        try {
            return task.call();
        } catch (Throwable failure) {
            Tasks.hasFailed(task, context, failure);
            throw failure;
        } finally {
            scope.close();
        }
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
