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

    /**
     * A future task runs. One that is what a thread was started for was handed over with that start, whoever had made it;
     * and the thread is the task's, which what it may take out of a queue does not end.
     */
    public static @Nullable Scope begin(FutureTask<?> task) {
        Place place = place(task);
        if (!place.isOn()) {
            return null;
        }
        CausalContext started = ThreadStarts.startedFor(task);
        return started == null ? activate(task, place) : started.enter();
    }

    /** A future task has its result, or was cancelled. */
    public static void release(FutureTask<?> task) {
        Attached.set(task, null);
    }

    /** A fork/join task was handed over; a stage of a completable future keeps what it was registered with. */
    public static void forked(@Nullable ForkJoinTask<?> task) {
        if (task != null && !isStage(task) && !(task instanceof ScheduledFuture) && Place.FORKJOIN.isOn()) {
            // None too: the thread that helps with it may be inside a request.
            Attached.set(task, Place.FORKJOIN.capture());
        }
    }

    /** A task of a fork/join pool's own schedule was made. */
    public static void scheduled(Object task, long period) {
        if (period != 0 && Place.SCHEDULED.isOn()) {
            Attached.set(task, new Recurring(Place.SCHEDULED.capture()));
        } else if (period == 0 && Place.FORKJOIN.isOn()) {
            Attached.set(task, Place.FORKJOIN.capture());
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
        return captured.step() == CausalContext.current().step() ? null : captured.enter();
    }

    /** A stage fires. */
    public static @Nullable Scope fire(Object stage) {
        return activate(stage, Place.FUTURE);
    }

    /**
     * A fork/join task is executed: its scope, or its run as a story of its own. It lets go of its context before, because
     * once it has run its owner may hand it over again at any moment.
     */
    public static @Nullable Object execute(ForkJoinTask<?> task) {
        Object carried = isStage(task) ? null : Attached.get(task);
        if (carried instanceof CausalContext context) {
            Attached.set(task, null);
            return Place.FORKJOIN.isOn() ? context.enter() : null;
        }
        return carried instanceof Recurring recurring && Place.SCHEDULED.isOn() && !task.isDone()
                ? PeriodicRun.begin(task, recurring.scheduledIn())
                : null;
    }

    /** It has been executed. */
    public static void executed(@Nullable Object entered, ForkJoinTask<?> task) {
        if (entered instanceof Scope scope) {
            scope.leave();
        } else if (entered instanceof PeriodicRun run) {
            if (task.isCancelled()) {
                PeriodicRun.endCancelled(run);
            } else {
                PeriodicRun.end(run, task.getException());
            }
            if (task.isDone()) {
                Attached.set(task, null);
            }
        }
    }

    /** A fork/join task was cancelled; a stage of a future has its context for the function that may run yet. */
    public static void cancelled(ForkJoinTask<?> task) {
        if (!isStage(task)) {
            Attached.set(task, null);
        }
    }

    /** Others may be marked as its stages are: the JDK's publisher marks its tasks, and an application can. */
    private static boolean isStage(ForkJoinTask<?> task) {
        return task instanceof CompletableFuture.AsynchronousCompletionTask
                && task.getClass().getName().startsWith("java.util.concurrent.CompletableFuture$");
    }

    /**
     * A subscriber of the JDK's publisher gets what many have submitted, on a thread that was started, or given a task, by the one
     * of them that found it idle.
     */
    public static @Nullable Scope consuming() {
        return Place.FORKJOIN.isOn() ? CausalContext.NONE.enter() : null;
    }

    /** The task in the context of its hand-over, none included; for executors that never show their tasks. */
    public static @Nullable Runnable carried(@Nullable Runnable task) {
        return task == null || !Place.EXECUTOR.isOn() ? task : new CarriedTask(task, Place.EXECUTOR.capture());
    }

    /**
     * A task was made that a new thread will run, which has nothing that a none would have to hide. The JDK's own, which wait
     * for sockets, say, run as long as the JVM.
     */
    public static void bound(Object task, Place place) {
        CausalContext context = place.capture();
        if (!context.isNone() && !ThreadStarts.isForTheJdk()) {
            Attached.set(task, context);
        }
    }

    /** It runs. */
    public static @Nullable Scope beginBound(Object task, Place place) {
        return activate(task, place);
    }

    private static @Nullable Scope activate(Object task, Place place) {
        Object carried = place.isOn() ? Attached.get(task) : null;
        return carried instanceof CausalContext context ? context.enter() : null;
    }

    public static void close(@Nullable Scope scope) {
        if (scope != null) {
            scope.leave();
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
            Step step = Step.of(Step.TASK, TaskName.of(task)).from(context).start();
            step.fail(cause);
            step.end();
        }
    }

    /** The same for code that is not advice. */
    static void hasFailed(Object task, CausalContext context, Throwable cause) {
        try {
            failed(task, context, cause);
        } catch (Throwable failure) {
            Place.EXECUTOR.failed(failure);
        }
    }

    static boolean isPeriodic(Object task) {
        return task instanceof RunnableScheduledFuture<?> scheduled && scheduled.isPeriodic();
    }

    private static Place place(Object task) {
        return task instanceof RunnableScheduledFuture ? Place.SCHEDULED : Place.EXECUTOR;
    }
}
