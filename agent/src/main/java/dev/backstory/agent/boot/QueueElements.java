package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/**
 * What the elements of one queue carry, by identity; an element that left unseen is forgotten with the element.
 *
 * <p>An element that work in hand has taken out is an object that is lent. Who gives it back hands over nothing, and the next
 * borrower must not get the story of the one before. The same holds for what work puts in that has found the queue empty: it
 * made what it could not borrow.
 */
final class QueueElements {

    /** Kept for as long as the element lives. */
    private static final Waiting LENT = new Waiting(CausalContext.NONE);

    /** The story that the queue was made in, whose work may wait here for answers. */
    private final @Nullable String madeIn;

    private final WeakIdentityMap<Waiting> waiting = new WeakIdentityMap<>();
    private final WeakIdentityMap<Boolean> lookedInVain = new WeakIdentityMap<>();

    QueueElements(@Nullable String madeIn) {
        this.madeIn = madeIn;
    }

    synchronized void put(Object element, CausalContext context) {
        Waiting before = waiting.get(element);
        if (before == LENT) {
            return;
        }
        Step step = context.step();
        if (step != null && !lookedInVain.isEmpty() && lookedInVain.get(step) != null) {
            waiting.put(element, LENT);
        } else {
            waiting.put(element, before == null ? new Waiting(context) : before.and(context));
        }
    }

    synchronized @Nullable Waiting take(Object element) {
        Waiting found = waiting.get(element);
        if (found == null || found == LENT) {
            return null;
        }
        if (found.times > 1) {
            waiting.put(element, found.less());
        } else {
            waiting.remove(element);
        }
        return found;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Work in hand has taken the element out. */
    void lend(Object element) {
        waiting.put(element, LENT);
    }

    /** Work in hand has found nothing to take out. */
    void findNothing(@Nullable Step step) {
        if (step != null) {
            lookedInVain.put(step, Boolean.TRUE);
        }
    }

    /** Whether it came from another story than that of the task which has it now, and is no answer that the task waited for. */
    boolean isWorkOfAnother(Object element, CausalContext task) {
        Waiting found = waiting.get(element);
        String story = found == null ? null : found.context.correlationId();
        return story != null && !story.equals(task.correlationId()) && !waitsForAnswers(task);
    }

    private boolean waitsForAnswers(CausalContext task) {
        Step step = task.step();
        return step != null && !step.hasEnded() && step.correlationId().equals(madeIn);
    }
}
