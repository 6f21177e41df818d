package dev.backstory.agent.boot;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Hands out received messages; the one handed out last is in hand until the next, or the end, is asked for. */
final class HandedMessages implements Iterator<Object> {

    private final Iterator<?> messages;

    HandedMessages(Iterator<?> messages) {
        this.messages = messages;
    }

    /** The same without being handed out; another agent may have wrapped ours, which then stays. */
    static Iterator<?> unwrapped(Iterator<?> each) {
        return each instanceof HandedMessages handed ? handed.messages : each;
    }

    @Override
    public boolean hasNext() {
        boolean more = messages.hasNext();
        if (!more) {
            Delivery.putDown();
        }
        return more;
    }

    @Override
    public @Nullable Object next() {
        Delivery.putDown();
        Object message = messages.next();
        if (message != null && !Prefetch.isRunning()) {
            take(message);
        }
        return message;
    }

    /** An error of ours must not cost the application a message. */
    static void take(Object message) {
        try {
            Delivery.take(message, KafkaMessages.arrival(message));
        } catch (RuntimeException | LinkageError failure) {
            Place.KAFKA.failed(failure);
        }
    }

    @Override
    public void remove() {
        messages.remove();
    }
}
