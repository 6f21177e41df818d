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
        } finally {
            scope.close();
        }
    }
}
