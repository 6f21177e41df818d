package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import java.lang.reflect.Method;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Contexts of plain tasks that wait in a pool's linked queue. The queue's own node carries the one of its task: it costs no
 * object, an instance that waits twice has two, and whoever takes a task out of the queue takes its context out too.
 */
public final class QueueNodes {

    /** Names: the classes themselves, here, could be loaded too early to get their fields. */
    private static final String QUEUE = "java.util.concurrent.LinkedBlockingQueue";

    /** Carried by the node of a task that carries its context itself, and lets go of it when it is cancelled. */
    private static final Object NOTHING = new Object();

    private QueueNodes() {}

    /** Whether the nodes of that queue carry, when it is a pool's. One of a class of its own may keep its elements anywhere. */
    static boolean canCarry(BlockingQueue<?> queue) {
        return queue.getClass().getName().equals(QUEUE) && Nodes.CARRY;
    }

    /** Whether they carry the contexts of the tasks. */
    static boolean carry(BlockingQueue<?> queue) {
        return Attached.get(queue) instanceof PoolQueue pool && pool.nodesCarry;
    }

    /** A node was made for that element. */
    public static void made(Object node, @Nullable Object element) {
        if (node instanceof Carrying carrying && element instanceof Runnable task && !PlainTasks.isPlain(task)) {
            carrying.backstory$carry(NOTHING);
        }
    }

    /**
     * A node is put in by the thread that hands over its task, under the queue's lock: to ask who is logged in would call the
     * application. {@link PlainTasks#offer} has asked.
     */
    public static void enqueued(BlockingQueue<?> queue, Object node) {
        if (node instanceof Carrying carrying && carrying.backstory$carried() == null && carry(queue)) {
            CausalContext context = Place.EXECUTOR.recapture();
            if (!context.isNone()) {
                carrying.backstory$carry(context);
            }
        }
    }

    /** A node was taken out: by a worker that waits for work, or by anybody. It stays the queue's head until the next one is. */
    public static void dequeued(BlockingQueue<?> queue, Object node) {
        if (node instanceof Carrying carrying && carry(queue)) {
            CausalContext context = carrying.backstory$carried() instanceof CausalContext carried ? carried : null;
            if (context != null) {
                carrying.backstory$carry(null);
            }
            PlainTasks.receives(queue, context);
        }
    }

    /**
     * All were taken out at once, which makes the last one's node the head. Under the lock nobody is about to read what another
     * one brought that has become the head since.
     */
    public static void emptied(Object head, Lock takeLock) {
        if (head instanceof Carrying carrying && carrying.backstory$carried() != null) {
            takeLock.lock();
            try {
                carrying.backstory$carry(null);
            } finally {
                takeLock.unlock();
            }
        }
    }

    /** Asked when the first pool with such a queue is made; then the classes have been changed, or have not. */
    private static final class Nodes {

        static final boolean CARRY = carry();

        private static boolean carry() {
            try {
                Class<?> queue = Class.forName(QUEUE, false, null);
                Class<?> node = Class.forName(QUEUE + "$Node", false, null);
                return Carrying.class.isAssignableFrom(node)
                        && Place.EXECUTOR.hasChanged(QUEUE)
                        && declares(queue, "enqueue")
                        && declares(queue, "dequeue");
            } catch (ClassNotFoundException another) {
                return false;
            }
        }

        private static boolean declares(Class<?> type, String method) {
            for (Method each : type.getDeclaredMethods()) {
                if (each.getName().equals(method)) {
                    return true;
                }
            }
            return false;
        }
    }
}
