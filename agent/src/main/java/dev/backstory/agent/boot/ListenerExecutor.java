package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The executor that a listener was registered with, which is given the listener in the context of its registration, whoever
 * completes the future. The listener itself stays the application's own object.
 */
public final class ListenerExecutor implements Executor {

    private final Executor executor;
    private final CausalContext context;

    private ListenerExecutor(Executor executor, CausalContext context) {
        this.executor = executor;
        this.context = context;
    }

    /** Called where a listener is registered. */
    public static @Nullable Executor of(@Nullable Executor executor) {
        return executor == null || !Place.FUTURE.isOn()
                ? executor
                : new ListenerExecutor(executor, Place.FUTURE.capture());
    }

    @Override
    public void execute(Runnable listener) {
        Scope scope = context.activate();
        try {
            executor.execute(listener);
        } finally {
            scope.close();
        }
    }

    @Override
    public String toString() {
        return executor.toString();
    }
}
