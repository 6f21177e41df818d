package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Contexts of tasks that a thread pool was given as they are: paired with them per pool, never wrapped around them. */
public final class PlainTasks {

    private static final ThreadLocal<@Nullable Run> RUNNING = new ThreadLocal<>();

    private PlainTasks() {}

    /** Called where a pool is given a task. */
    public static void handedOver(ThreadPoolExecutor pool, @Nullable Runnable task) {
        if (task == null || !Place.EXECUTOR.isOn()) {
            return;
        }
        if (task instanceof FutureTask<?> future) {
            Tasks.handedOver(future, Place.EXECUTOR);
        } else if (!(task instanceof ForkJoinTask)) {
            pairs(pool).add(task, Place.EXECUTOR.capture());
        }
    }

    /** The pool's queue is in other hands, which may take tasks out unseen. */
    public static void queueExposed(ThreadPoolExecutor pool) {
        pairs(pool).expose();
    }

    /** The task that was to be handed over was rejected, removed or drained. */
    public static void dropped(ThreadPoolExecutor pool, @Nullable Object task) {
        Object pairs = Attached.get(pool);
        if (task != null && pairs instanceof TaskPairs known) {
            known.drop(task);
        }
    }

    /** Called by a worker before {@code beforeExecute}. */
    public static void starting(Runnable task, ThreadPoolExecutor pool) {
        try {
            Object pairs = task instanceof FutureTask || task instanceof ForkJoinTask ? null : Attached.get(pool);
            if (pairs instanceof TaskPairs known) {
                CausalContext context = known.take(task);
                if (context != null) {
                    RUNNING.set(new Run(task, context));
                }
            }
        } catch (Throwable failure) {
            Place.EXECUTOR.failed(failure);
        }
    }

    /** Called by a worker before {@code afterExecute}. */
    public static void ran(@Nullable Throwable failure) {
        try {
            Run run = failure == null ? null : RUNNING.get();
            if (run != null && failure != null) {
                Tasks.failed(run.task, run.context, failure);
            }
        } catch (Throwable unexpected) {
            Place.EXECUTOR.failed(unexpected);
        }
    }

    /** Called by a worker after {@code afterExecute}, however that ended. */
    public static void ended() {
        Run run = RUNNING.get();
        if (run != null) {
            RUNNING.remove();
            run.scope.close();
        }
    }

    private static TaskPairs pairs(ThreadPoolExecutor pool) {
        Object known = Attached.get(pool);
        if (known instanceof TaskPairs pairs) {
            return pairs;
        }
        synchronized (PlainTasks.class) {
            Object raced = Attached.get(pool);
            if (raced instanceof TaskPairs pairs) {
                return pairs;
            }
            TaskPairs added = new TaskPairs();
            Attached.set(pool, added);
            return added;
        }
    }

    private static final class Run {
        final Runnable task;
        final CausalContext context;
        final Scope scope;

        Run(Runnable task, CausalContext context) {
            this.task = task;
            this.context = context;
            this.scope = context.activate();
        }
    }
}
