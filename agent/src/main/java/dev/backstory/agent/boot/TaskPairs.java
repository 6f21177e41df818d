package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of one pool's waiting tasks, by identity. Several contexts of one instance are handed out first in, first
 * out: its runs cannot be told apart, and each gets one of them. Once the pool's queue is in other hands that may be wrong,
 * because a task may be gone unseen, and then different contexts of one instance make none.
 */
final class TaskPairs {

    private final WeakIdentityMap<ArrayDeque<CausalContext>> waiting = new WeakIdentityMap<>();
    private volatile boolean exposed;

    void expose() {
        exposed = true;
    }

    /** Notes the context; that of a task that has none only when the instance is waiting already. */
    void add(Object task, CausalContext context) {
        ArrayDeque<CausalContext> contexts = waiting.get(task);
        if (contexts == null) {
            if (context.isNone()) {
                return;
            }
            ArrayDeque<CausalContext> first = new ArrayDeque<>(2);
            contexts = waiting.putIfAbsent(task, first);
            if (contexts == null) {
                contexts = first;
            }
        }
        synchronized (contexts) {
            CausalContext last = contexts.peekLast();
            if (exposed && last != null && last != context) {
                int outstanding = contexts.size();
                contexts.clear();
                for (int i = 0; i < outstanding; i++) {
                    contexts.add(CausalContext.NONE);
                }
                contexts.add(CausalContext.NONE);
                return;
            }
            contexts.addLast(context);
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

    /** Forgets the last hand-over of the task. */
    void drop(Object task) {
        ArrayDeque<CausalContext> contexts = waiting.get(task);
        if (contexts != null) {
            synchronized (contexts) {
                contexts.pollLast();
            }
        }
    }
}
