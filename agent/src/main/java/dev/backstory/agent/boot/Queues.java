package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Via;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Elements carry the context in which they were put into a queue to whoever takes them out. Only queues that the
 * application made for itself are watched: in a pool or a library the work carries its own.
 */
public final class Queues {

    /** Attached to queues that are none of the application's, so that the question is asked once. */
    private static final Object UNWATCHED = new Object();

    /** The queue that the thread is moving elements out of, to a collection. */
    private static final ThreadLocal<@Nullable Object> DRAINING = new ThreadLocal<>();

    private Queues() {}

    /** At the end of a queue's constructor, of which there may be several for one queue. */
    public static void made(Object queue) {
        if (Place.QUEUE.isOn() && Attached.get(queue) == null) {
            Attached.set(queue, QueueMaker.isApplication(queue) ? new QueueElements(madeIn()) : UNWATCHED);
        }
    }

    private static @Nullable String madeIn() {
        return CausalContext.current().correlationId();
    }

    /** The queue belongs to a thread pool, whoever made it. */
    public static void givenToPool(@Nullable BlockingQueue<?> queue, Object pool) {
        if (queue == null) {
            return;
        }
        if (Attached.get(queue) instanceof PoolQueue known) {
            known.usedBy(pool);
        } else {
            Attached.set(queue, new PoolQueue(pool, QueueNodes.canCarry(queue)));
        }
    }

    /** Elements may have been taken out by a way that does not say which. */
    public static void touched(Object queue) {
        if (Attached.get(queue) instanceof PoolQueue pool) {
            pool.touched();
        }
    }

    /** Before an element is put in: a consumer may have it before the producer returns. True if it was noted. */
    public static boolean puts(Object queue, @Nullable Object element) {
        QueueElements elements = watched(queue);
        if (elements == null || element == null || isShared(element)) {
            return false;
        }
        elements.put(element, Place.QUEUE.capture());
        return true;
    }

    /** After it was put in, or was refused. */
    public static void hasPut(
            boolean noted, Object queue, Object element, @Nullable Object returned, @Nullable Throwable thrown) {
        if (noted && (thrown != null || Boolean.FALSE.equals(returned))) {
            takeBack(queue, element);
        }
    }

    static void takeBack(Object queue, Object element) {
        QueueElements elements = watched(queue);
        if (elements != null) {
            elements.take(element);
        }
    }

    /** Before all of a collection are added at once: what to add instead, to note each of them. */
    public static @Nullable AddedTogether adds(Object queue, @Nullable Collection<?> elements) {
        return elements == null || elements == queue || watched(queue) == null
                ? null
                : new AddedTogether(queue, elements);
    }

    /** After they were added, or refused. */
    public static void added(@Nullable AddedTogether added, @Nullable Throwable thrown) {
        if (added != null && thrown != null) {
            added.takeBack();
        }
    }

    /** Before one is removed that equals the given element: what to look for instead, to know which of them it is. */
    public static @Nullable Sought removes(Object queue, @Nullable Object element) {
        QueueElements elements = watched(queue);
        return elements == null || element == null || isShared(element) || elements.isEmpty()
                ? null
                : new Sought(element);
    }

    /** After it was removed, or was not there. */
    public static void removed(Object queue, @Nullable Sought sought, boolean removed) {
        QueueElements elements = sought == null || !removed ? null : watched(queue);
        Object found = sought == null ? null : sought.found();
        if (elements != null && found != null) {
            elements.take(found);
        }
    }

    /** Before a wait for an element: the work on the one before it is over, however long the next one takes to come. */
    public static void asks(Object queue) {
        if (watched(queue) != null && DRAINING.get() != queue) {
            receive(null);
        }
    }

    /** After a wait for an element ended: with one, with none, or with an exception. */
    public static void tookOut(Object queue, @Nullable Object element) {
        Object attached = Attached.get(queue);
        if (attached instanceof PoolQueue pool) {
            if (element != null && !pool.nodesCarry && !PlainTasks.isWorkerOf(queue) && DRAINING.get() != queue) {
                pool.gone(element);
            }
        } else if (attached instanceof QueueElements elements && Place.QUEUE.isOn() && DRAINING.get() != queue) {
            if (Place.QUEUE.boundary().onlyBorrows()) {
                borrowed(elements, element);
            } else {
                receive(element == null ? null : elements.take(element));
            }
        }
    }

    /** Which of two stories a task is in that has taken the other one's work, or borrowed it, cannot be proven. */
    private static void borrowed(QueueElements elements, @Nullable Object element) {
        CausalContext current = CausalContext.current();
        if (element == null) {
            elements.findNothing(current.step());
            return;
        }
        if (elements.isWorkOfAnother(element, current)) {
            Place.QUEUE.boundary().letGo();
        }
        if (!isShared(element)) {
            elements.lend(element);
        }
    }

    /**
     * Before several elements are moved to a collection: what to move them through instead, if anybody wants to know which they
     * were. Some queues move by polling.
     */
    public static @Nullable Drained drains(Object queue, @Nullable Collection<Object> target) {
        Object attached = Attached.get(queue);
        if (attached == null || attached == UNWATCHED || target == null || target == queue || DRAINING.get() != null) {
            return null;
        }
        DRAINING.set(queue);
        return new Drained(target);
    }

    /** After they were moved, or some of them: their context if they share one, else none. */
    public static void drained(@Nullable Drained drained, Object queue) {
        if (drained == null) {
            return;
        }
        DRAINING.remove();
        Object attached = Attached.get(queue);
        if (attached instanceof PoolQueue pool) {
            for (Object each : drained.moved()) {
                pool.gone(each);
            }
        } else if (attached instanceof QueueElements elements && Place.QUEUE.isOn()) {
            receive(null);
            drained(elements, drained.moved());
        }
    }

    private static void drained(QueueElements elements, List<?> moved) {
        if (Place.QUEUE.boundary().onlyBorrows()) {
            for (Object each : moved) {
                borrowed(elements, each);
            }
            return;
        }
        Waiting common = null;
        boolean differ = false;
        for (int i = 0; i < moved.size(); i++) {
            Waiting waiting = elements.take(moved.get(i));
            differ |= i > 0 && (waiting == null ? common != null : common == null || !waiting.sameWork(common));
            common = waiting;
        }
        if (!differ && common != null) {
            receive(common);
        }
    }

    private static void receive(@Nullable Waiting waiting) {
        if (waiting == null) {
            Place.QUEUE.boundary().receive(CausalContext.NONE, Via.NOT_MEASURED);
        } else {
            Place.QUEUE.boundary().receive(waiting.context, System.nanoTime() - waiting.since);
        }
    }

    private static @Nullable QueueElements watched(Object queue) {
        return Place.QUEUE.isOn() && Attached.get(queue) instanceof QueueElements elements ? elements : null;
    }

    /** One object that stands for equal values everywhere cannot say who put it where. */
    private static boolean isShared(Object element) {
        return element instanceof String
                || element instanceof Number
                || element instanceof Boolean
                || element instanceof Character
                || element instanceof Enum
                || element instanceof Class;
    }
}
