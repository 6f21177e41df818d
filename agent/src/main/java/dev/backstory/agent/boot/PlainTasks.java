package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Contexts of tasks that a thread pool was given as they are: paired with them per pool, never wrapped around them. */
public final class PlainTasks {

    /** What the thread is that works for a pool, for where its worker is not at hand, to which it is attached as well. */
    private static final ThreadLocal<@Nullable Working> WORKING = new ThreadLocal<>();

    private PlainTasks() {}

    /** A pool was made. */
    public static void made(ThreadPoolExecutor pool, BlockingQueue<Runnable> queue) {
        if (Place.QUEUE.isOn() || QueueNodes.canCarry(queue)) {
            Queues.givenToPool(queue, pool);
        }
    }

    /** Called where a pool is given a task. */
    public static void handedOver(@Nullable Runnable task) {
        if (task instanceof FutureTask<?> future && Place.EXECUTOR.isOn()) {
            Tasks.handedOver(future, Place.EXECUTOR);
        }
    }

    /** Called in the place of the queue's offer where a pool queues a task. */
    public static boolean offer(BlockingQueue<Runnable> queue, Object task, ThreadPoolExecutor pool) {
        TaskPairs pairs = task instanceof Runnable plain && isPlain(plain) ? noted(queue, plain, pool) : null;
        boolean offered = false;
        try {
            offered = queue.offer((Runnable) task);
            return offered;
        } finally {
            if (pairs != null && !offered) {
                takeBack(pairs, (Runnable) task);
            }
        }
    }

    /** Nobody is asked again who is logged in: what that throws would come out of the hand-over. */
    private static void takeBack(TaskPairs pairs, Runnable task) {
        try {
            pairs.takeBack(task, Place.EXECUTOR.recapture());
        } catch (Throwable failure) {
            Place.EXECUTOR.failed(failure);
        }
    }

    /** Noted by the queue's node, or here; before, because a worker may take the task before the offer returns. */
    private static @Nullable TaskPairs noted(BlockingQueue<Runnable> queue, Runnable task, ThreadPoolExecutor pool) {
        try {
            if (Place.EXECUTOR.isOn()) {
                if (QueueNodes.carry(queue)) {
                    // Who is logged in is asked for here: the node is made under the queue's lock.
                    CausalContext.currentWithActor();
                    return null;
                }
                TaskPairs pairs = pairs(pool, queue);
                return pairs.add(task, Place.EXECUTOR.capture()) ? pairs : null;
            }
        } catch (Throwable failure) {
            Place.EXECUTOR.failed(failure);
        }
        return null;
    }

    /** A worker was made for the task that is being handed over: it never is in the queue. */
    public static void firstOf(Object worker, @Nullable Runnable task) {
        if (task != null && isPlain(task) && Place.EXECUTOR.isOn()) {
            Attached.set(worker, Place.EXECUTOR.capture());
        }
    }

    /** The handler has dealt with a rejected task: many wait until the queue has room, and put it there themselves. */
    public static void rejected(ThreadPoolExecutor pool, @Nullable Runnable task) {
        if (task != null && isPlain(task) && Attached.get(pool) instanceof TaskPairs pairs) {
            pairs.addIfQueued(task, Place.EXECUTOR.capture());
        }
    }

    /** The task was removed from the queue. */
    public static void removed(ThreadPoolExecutor pool, @Nullable Object task) {
        if (task != null && Attached.get(pool) instanceof TaskPairs pairs) {
            pairs.take(task);
        }
    }

    /** Called by a worker before its loop. */
    public static void worksFor(BlockingQueue<Runnable> queue, Object worker) {
        Working working = new Working(queue, Attached.get(worker) instanceof CausalContext first ? first : null);
        Attached.set(worker, working);
        WORKING.set(working);
    }

    /** Called by a worker after its loop. */
    public static void endsWork(Object worker) {
        Attached.set(worker, null);
        WORKING.remove();
    }

    /** Whether the calling thread takes tasks out of that queue to run them, and is not in the midst of one. */
    static boolean isWorkerOf(Object queue) {
        Working working = WORKING.get();
        return working != null && working.queue == queue && !working.busy;
    }

    /** Somebody has taken out of a pool's queue what that came with: for a worker that waits for work, it is its next task. */
    static void receives(BlockingQueue<?> queue, @Nullable CausalContext context) {
        Working working = WORKING.get();
        if (working != null && working.queue == queue && !working.busy) {
            working.next = context;
        }
    }

    /** Called by a worker before {@code beforeExecute}. */
    public static void starting(Runnable task, ThreadPoolExecutor pool, Object worker) {
        try {
            if (Attached.get(worker) instanceof Working working) {
                working.busy = true;
                CausalContext next = working.next;
                if (next != null) {
                    working.next = null;
                }
                CausalContext context = null;
                if (isPlain(task)) {
                    context = next == null && Attached.get(pool) instanceof TaskPairs pairs ? pairs.take(task) : next;
                }
                if (context != null) {
                    working.scope = context.enter();
                } else if (Place.EXECUTOR.isOn()) {
                    // What a task of no story takes out of a queue ends with it, too; others carry theirs themselves.
                    working.scope = CausalContext.NONE.enter();
                }
            }
        } catch (Throwable failure) {
            Place.EXECUTOR.failed(failure);
        }
    }

    static boolean isPlain(Runnable task) {
        return !(task instanceof FutureTask) && !(task instanceof ForkJoinTask);
    }

    /** Called by a worker before {@code afterExecute}. */
    public static void ran(Runnable task, @Nullable Throwable failure) {
        try {
            if (failure != null && isPlain(task) && Place.EXECUTOR.isOn()) {
                Tasks.failed(task, CausalContext.current(), failure);
            }
        } catch (Throwable unexpected) {
            Place.EXECUTOR.failed(unexpected);
        }
    }

    /** Called by a worker after {@code afterExecute}, however that ended. */
    public static void ended(Object worker) {
        if (Attached.get(worker) instanceof Working working) {
            Scope scope = working.scope;
            working.busy = false;
            working.scope = null;
            Tasks.close(scope);
        }
    }

    private static TaskPairs pairs(ThreadPoolExecutor pool, BlockingQueue<Runnable> queue) {
        Object known = Attached.get(pool);
        if (known instanceof TaskPairs pairs) {
            return pairs;
        }
        synchronized (PlainTasks.class) {
            Object raced = Attached.get(pool);
            if (raced instanceof TaskPairs pairs) {
                return pairs;
            }
            TaskPairs added = new TaskPairs(queue);
            Attached.set(pool, added);
            return added;
        }
    }

    /** A worker: of which pool, and what it is doing. */
    private static final class Working {
        final BlockingQueue<Runnable> queue;
        boolean busy;

        /** What the task came with that it was made for, or has taken out of the queue, and is about to start. */
        @Nullable
        CausalContext next;

        @Nullable
        Scope scope;

        Working(BlockingQueue<Runnable> queue, @Nullable CausalContext first) {
            this.queue = queue;
            this.next = first;
        }
    }
}
