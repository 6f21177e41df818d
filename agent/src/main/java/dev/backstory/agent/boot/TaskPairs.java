package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of the tasks that wait in one pool's queue, by identity. Several contexts of one instance are handed out
 * first in, first out: its runs cannot be told apart, and each gets one of them.
 *
 * <p>Who has the queue itself may take a task out, and its context would then be that of the instance's next run. A queue of
 * the JDK tells of most ways to do so; after the others, and with any other queue, an instance gets a second context only if
 * the queue is seen to hold it as often as is noted. Where that cannot be seen, its different contexts make none: it may also
 * be that a worker has it already and did not start it yet.
 */
final class TaskPairs {

    /** So far it looks for a task in a queue. A pool with a longer one must not be slowed down for this. */
    private static final int LOOKED_AT = 256;

    private final WeakIdentityMap<ArrayDeque<CausalContext>> waiting = new WeakIdentityMap<>();
    private final BlockingQueue<Runnable> queue;
    private final boolean told;
    private volatile boolean touched;
    private volatile @Nullable Thread looking;

    /** For the pool that has that queue. */
    TaskPairs(BlockingQueue<Runnable> queue) {
        this.queue = queue;
        this.told = queue instanceof SynchronousQueue
                || (Attached.get(queue) instanceof PoolQueue watched && watched.tells(this));
    }

    /** Somebody may have taken anything out of the queue. */
    void touched() {
        touched |= looking != Thread.currentThread();
    }

    private boolean mayMissSome() {
        return touched || !told;
    }

    /** Notes the context; that of a task that has none only when the instance is waiting already. True if it was noted. */
    boolean add(Runnable task, CausalContext context) {
        ArrayDeque<CausalContext> contexts = waiting.get(task);
        if (contexts == null) {
            if (context.isNone()) {
                return false;
            }
            ArrayDeque<CausalContext> first = new ArrayDeque<>(2);
            contexts = waiting.putIfAbsent(task, first);
            if (contexts == null) {
                contexts = first;
            }
        }
        synchronized (contexts) {
            CausalContext last = contexts.peekLast();
            if (last == null || last == context || !mayMissSome() || inQueue(task) >= contexts.size()) {
                contexts.addLast(context);
                return true;
            }
            int outstanding = contexts.size() + 1;
            contexts.clear();
            for (int i = 0; i < outstanding; i++) {
                contexts.addLast(CausalContext.NONE);
            }
            return true;
        }
    }

    @Nullable
    CausalContext take(Object task) {
        ArrayDeque<CausalContext> contexts = waiting.get(task);
        if (contexts == null) {
            return null;
        }
        synchronized (contexts) {
            return contexts.pollFirst();
        }
    }

    /** Takes back a noted hand-over; as many stay as other threads have made, of the same instance, in between. */
    void takeBack(Runnable task, CausalContext handedOver) {
        ArrayDeque<CausalContext> contexts = waiting.get(task);
        if (contexts == null) {
            return;
        }
        synchronized (contexts) {
            for (Iterator<CausalContext> each = contexts.descendingIterator(); each.hasNext(); ) {
                if (Waiting.sameWork(each.next(), handedOver)) {
                    each.remove();
                    return;
                }
            }
            // A run of the other hand-over has taken it, or it was made none: with one left over, each later run would
            // get
            // what is that of the run before it.
            contexts.pollFirst();
        }
    }

    /** Notes the context if somebody put the task into the queue past the pool. */
    void addIfQueued(Runnable task, CausalContext context) {
        if (context.isNone()) {
            return;
        }
        ArrayDeque<CausalContext> contexts = waiting.get(task);
        if (contexts == null) {
            if (inQueue(task) > 0) {
                add(task, context);
            }
            return;
        }
        synchronized (contexts) {
            if (inQueue(task) > contexts.size()) {
                contexts.addLast(context);
            }
        }
    }

    /** How often the queue is seen to hold the instance. Only the JDK's queues are asked: another's may do anything. */
    private int inQueue(Runnable task) {
        int found = 0;
        if (queue.getClass().getClassLoader() == null) {
            int looked = 0;
            looking = Thread.currentThread();
            for (Runnable each : queue) {
                if (each == task) {
                    found++;
                }
                if (++looked == LOOKED_AT) {
                    break;
                }
            }
            looking = null;
        }
        return found;
    }
}
