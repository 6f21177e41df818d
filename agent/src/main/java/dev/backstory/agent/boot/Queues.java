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

    private Queues() {}

    /** At the end of a queue's constructor, of which there may be several for one queue. */
    public static void made(Object queue) {
        if (Place.QUEUE.isOn() && Attached.get(queue) == null) {
            Attached.set(queue, QueueMaker.isApplication(queue) ? new QueueElements() : UNWATCHED);
        }
    }

    /** The queue belongs to a thread pool, whoever made it. */
    public static void givenToPool(@Nullable BlockingQueue<?> queue) {
        if (queue != null) {
            Attached.set(queue, UNWATCHED);
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
        QueueElements elements = noted && (thrown != null || Boolean.FALSE.equals(returned)) ? watched(queue) : null;
        if (elements != null) {
            elements.take(element);
        }
    }

    /** Before a wait for an element: the work on the one before it is over, however long the next one takes to come. */
    public static void asks(Object queue) {
        if (watched(queue) != null) {
            receive(null);
        }
    }

    /** After a wait for an element ended: with one, with none, or with an exception. */
    public static void tookOut(Object queue, @Nullable Object element) {
        QueueElements elements = watched(queue);
        if (elements != null) {
            receive(element == null ? null : elements.take(element));
        }
    }

    /** After several were moved to a collection: their context if they share one, else none. */
    public static void drained(Object queue, @Nullable Collection<?> target, int count) {
        QueueElements elements = watched(queue);
        if (elements == null || target == null) {
            return;
        }
        Waiting common = null;
        boolean differ = false;
        boolean listed = target instanceof List;
        int first = listed ? target.size() - count : 0;
        int i = 0;
        for (Object each : target) {
            Waiting waiting = i++ < first ? null : elements.take(each);
            if (waiting != null) {
                differ |= common != null && !waiting.sameWork(common);
                common = waiting;
            }
        }
        // Queues that drain by polling have told of a single element already.
        if (common != null || count != 1) {
            receive(differ || !listed ? null : common);
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
