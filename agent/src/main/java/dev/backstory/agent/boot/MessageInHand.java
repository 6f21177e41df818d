package dev.backstory.agent.boot;

import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/**
 * The message that a thread has in hand, as a step: from the moment at which a loop gets it until the loop asks for the next,
 * because a loop does not say when it is done with one.
 */
final class MessageInHand {

    private static final ThreadLocal<MessageInHand> IN_HAND = new ThreadLocal<>();

    private final Step step;
    private final Scope scope;

    private MessageInHand(Step step) {
        this.step = step;
        this.scope = step.context().activate();
    }

    /** The calling thread has got a message. */
    static void take(Step.Builder step) {
        putDown(null);
        IN_HAND.set(new MessageInHand(step.start()));
    }

    /** It is done with what it had. */
    static void putDown(@Nullable Throwable failure) {
        MessageInHand message = IN_HAND.get();
        if (message != null) {
            IN_HAND.remove();
            message.scope.close();
            if (failure != null) {
                message.step.fail(failure);
            }
            message.step.end();
        }
    }
}
