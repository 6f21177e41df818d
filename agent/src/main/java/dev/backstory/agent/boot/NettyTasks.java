package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What the advice in Netty's executors calls. The application's own task is of the story of whoever gave it; one of a library is in
 * none, because it may live for as long as a connection that requests share.
 */
public final class NettyTasks {

    /** Of wrappers that another agent puts around tasks and listeners: whose they are cannot be seen. */
    private static final String WRAPPERS = "io.opentelemetry.";

    private NettyTasks() {}

    /** A task is put into an executor's queue, or made its future: deeper than anybody else who is given it. */
    public static @Nullable Runnable handedOver(@Nullable Runnable task) {
        if (task == null) {
            return null;
        }
        if (!PlainTasks.isPlain(task)) {
            PlainTasks.handedOver(task);
            return task;
        }
        CausalContext context = isApplications(task) ? Place.NETTY.capture() : CausalContext.NONE;
        // Without one it needs no wrapper: what an executor runs is in no story unless it says so.
        return context.isNone() ? task : new CarriedTask(task, context);
    }

    /** The same for a task that has a result. */
    public static @Nullable Callable<?> handedOver(@Nullable Callable<?> task) {
        CausalContext context = task != null && isApplications(task) ? Place.NETTY.capture() : CausalContext.NONE;
        return task == null || context.isNone() ? task : new CarriedCall<>(task, context);
    }

    /** A task is scheduled to run again and again, unless its period is 0. */
    public static @Nullable Runnable scheduled(@Nullable Runnable task, long period) {
        return task != null && period != 0 && Place.NETTY.isOn() && isApplications(task)
                ? new RecurringTask(task, Place.NETTY)
                : task;
    }

    /** A task is run on the caller's thread: now, or after another one that is running there. */
    public static @Nullable Runnable immediate(@Nullable Runnable task) {
        return task == null || !Place.NETTY.isOn() ? task : new CarriedTask(task, CausalContext.currentWithActor());
    }

    /** A loop is about to be started, perhaps by the pool of an application that is asked for it inside a request. */
    public static @Nullable Runnable loop(@Nullable Runnable loop) {
        return loop == null || !Place.NETTY.isOn() ? loop : new CarriedTask(loop, CausalContext.NONE);
    }

    /** A task is looked for in a queue. */
    public static @Nullable Runnable removed(@Nullable Runnable task) {
        return task == null || !Place.NETTY.isOn() ? task : new CarriedTask(task, CausalContext.NONE);
    }

    /** A task runs. What it may take out of a queue ends with it. */
    public static @Nullable Scope begin(@Nullable Runnable task) {
        return task instanceof CarriedTask || !Place.NETTY.isOn() ? null : CausalContext.NONE.enter();
    }

    /** Handlers of a channel are called. What they take out of a queue is not for the next channel. */
    public static @Nullable Scope call() {
        return Place.NETTY.isOn() ? CausalContext.currentWithActor().enter() : null;
    }

    /** A time-out was made for a timer. */
    public static void timed(Object timeout, @Nullable Object task) {
        if (task != null && isApplications(task)) {
            Attached.set(timeout, Place.NETTY.capture());
        }
    }

    /** It has expired. */
    public static @Nullable Scope expired(Object timeout) {
        Object carried = Attached.get(timeout);
        Attached.set(timeout, null);
        return Place.NETTY.isOn()
                ? (carried instanceof CausalContext context ? context : CausalContext.NONE).enter()
                : null;
    }

    /** It was cancelled. */
    public static void cancelled(Object timeout) {
        Attached.set(timeout, null);
    }

    static boolean isApplications(Object given) {
        Class<?> type = given.getClass();
        return Libraries.isApplications(type) || type.getName().startsWith(WRAPPERS);
    }
}
