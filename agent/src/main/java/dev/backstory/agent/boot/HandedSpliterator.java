package dev.backstory.agent.boot;

import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Received messages for a stream: each in hand while the stream's action runs, on whichever thread that is. A spliterator made
 * of an iterator would take several and hand them to other threads with the last one's context.
 */
final class HandedSpliterator implements Spliterator<Object> {

    private final Spliterator<?> messages;

    HandedSpliterator(Spliterator<?> messages) {
        this.messages = messages;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Object> action) {
        return messages.tryAdvance(new InHand(action));
    }

    @Override
    public @Nullable Spliterator<Object> trySplit() {
        Spliterator<?> half = messages.trySplit();
        return half == null ? null : new HandedSpliterator(half);
    }

    @Override
    public long estimateSize() {
        return messages.estimateSize();
    }

    @Override
    public int characteristics() {
        return messages.characteristics() & ~SORTED;
    }

    private static final class InHand implements Consumer<Object> {

        private final Consumer<? super Object> action;

        InHand(Consumer<? super Object> action) {
            this.action = action;
        }

        @Override
        public void accept(Object message) {
            HandedMessages.take(message);
            try {
                action.accept(message);
            } catch (Throwable failure) {
                Delivery.putDown(failure);
                throw failure;
            }
            Delivery.putDown();
        }
    }
}
