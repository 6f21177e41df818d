package dev.backstory.agent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Attached to the queue of a thread pool, whoever made it. It tells the pool's pairs of what others than the pool's workers
 * take out: a rejection handler that drops the oldest, a drain, an application that kept the queue.
 */
final class PoolQueue {

    /** Weak, like the pairs: both reach the queue, which beside objects without a field would then never be free. */
    private final WeakReference<Object> pool;

    /** Whether the queue's nodes carry the contexts of its tasks; then there are no pairs. */
    final boolean nodesCarry;

    private volatile @Nullable WeakReference<TaskPairs> pairs;
    private volatile boolean shared;

    PoolQueue(Object pool, boolean nodesCarry) {
        this.nodesCarry = nodesCarry;
        this.pool = new WeakReference<>(pool);
    }

    /** Two pools with one queue do not know of each other's tasks. */
    void usedBy(Object user) {
        shared |= pool.get() != user;
    }

    /** Whether those pairs are told from now on. */
    boolean tells(TaskPairs told) {
        pairs = new WeakReference<>(told);
        return !shared;
    }

    /** That element is gone, and no worker of the pool has it. */
    void gone(Object element) {
        TaskPairs told = told();
        if (told != null) {
            told.take(element);
        }
    }

    /** Somebody may have taken anything out. */
    void touched() {
        TaskPairs told = told();
        if (told != null) {
            told.touched();
        }
    }

    private @Nullable TaskPairs told() {
        WeakReference<TaskPairs> known = pairs;
        return known == null ? null : known.get();
    }
}
