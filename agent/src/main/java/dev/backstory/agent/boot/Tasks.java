package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/** Contexts that a task carries itself, in its added field. */
public final class Tasks {

    private Tasks() {}

    /** A future task was made. A none is not noted: it must not clear the context of a thread that calls run itself. */
    public static void made(FutureTask<?> task) {
        CausalContext context = place(task).capture();
        if (!context.isNone()) {
            Attached.set(task, context);
        }
    }

    /** A future task was handed to an executor or thread. None is no context to replace one with that it was made with. */
    static void handedOver(FutureTask<?> task, Place place) {
        CausalContext context = place.capture();
        if (!task.isDone() && (!context.isNone() || Attached.get(task) == null)) {
            Attached.set(task, context);
        }
    }

    /** A future task runs. */
    public static @Nullable Scope begin(FutureTask<?> task) {
        return activate(task, place(task));
    }

    /** A future task has its result, or was cancelled. */
    public static void release(FutureTask<?> task) {
        Attached.set(task, null);
    }

    /** A fork/join task was handed over; a stage of a completable future keeps what it was registered with. */
    public static void forked(@Nullable ForkJoinTask<?> task) {
        if (task != null
                && !(task instanceof CompletableFuture.AsynchronousCompletionTask)
                && !(task instanceof ScheduledFuture)
                && Place.FORKJOIN.isOn()) {
            // None too: the thread that helps with it may be inside a request.
            Attached.set(task, Place.FORKJOIN.capture());
        }
    }

    /** A task of a fork/join pool's own schedule was made; periodic ones carry nothing. */
    public static void scheduled(Object task, long period) {
        CausalContext context = Place.FORKJOIN.capture();
        if (period == 0 && !context.isNone()) {
            Attached.set(task, context);
        }
    }

    /** A fork/join task was submitted to a pool; the virtual threads' own scheduler is left alone. */
    public static void submitted(ForkJoinPool pool, @Nullable ForkJoinTask<?> task) {
        if (!pool.getFactory().getClass().getName().startsWith("java.lang.VirtualThread")) {
            forked(task);
        }
    }

    /** A stage of a completable future was registered, or an asynchronous supplier made. */
    public static void registered(Object stage) {
        if (Place.FUTURE.isOn()) {
            Attached.set(stage, Place.FUTURE.capture());
        }
    }

    /** A function is about to be registered with a future, and may run at once. */
    public static @Nullable Scope registering() {
        if (!Place.FUTURE.isOn()) {
            return null;
        }
        CausalContext captured = CausalContext.capture();
        return captured.step() == CausalContext.current().step() ? null : captured.activate();
    }

    /** A stage fires. */
    public static @Nullable Scope fire(Object stage) {
        return activate(stage, Place.FUTURE);
    }

    /** A fork/join task is executed. */
    public static @Nullable Scope execute(ForkJoinTask<?> task) {
        return task instanceof CompletableFuture.AsynchronousCompletionTask ? null : activate(task, Place.FORKJOIN);
    }

    private static @Nullable Scope activate(Object task, Place place) {
        Object carried = place.isOn() ? Attached.get(task) : null;
        return carried instanceof CausalContext context ? context.activate() : null;
    }

    public static void close(@Nullable Scope scope) {
        if (scope != null) {
            scope.close();
        }
    }

    /** A future task is about to fail with that, inside its scope. */
    public static void failing(FutureTask<?> task, Throwable cause) {
        if (place(task).isOn() && Attached.get(task) != null && !isPeriodic(task)) {
            failed(task, CausalContext.current(), cause);
        }
    }

    static void failed(Object task, CausalContext context, Throwable cause) {
        if (context.correlationId() != null) {
            Step step = Step.of(Step.TASK, name(task.getClass())).from(context).start();
            step.fail(cause);
            step.end();
        }
    }

    /** For people: a lambda goes by the class that it stands in. */
    private static String name(Class<?> type) {
        String name = type.getName();
        int lambda = name.indexOf("$$Lambda");
        String declared = lambda < 0 ? name : name.substring(0, lambda);
        return declared.substring(declared.lastIndexOf('.') + 1);
    }

    static boolean isPeriodic(Object task) {
        return task instanceof RunnableScheduledFuture<?> scheduled && scheduled.isPeriodic();
    }

    private static Place place(Object task) {
        return task instanceof RunnableScheduledFuture ? Place.SCHEDULED : Place.EXECUTOR;
    }
}
