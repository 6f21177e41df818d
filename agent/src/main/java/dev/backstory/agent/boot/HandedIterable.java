package dev.backstory.agent.boot;

import java.util.Iterator;
import java.util.Spliterator;

/** Received messages, each in hand while a loop over them is at it. */
final class HandedIterable implements Iterable<Object> {

    private final Iterable<?> messages;

    HandedIterable(Iterable<?> messages) {
        this.messages = messages;
    }

    @Override
    public Iterator<Object> iterator() {
        return new HandedMessages(messages.iterator());
    }

    @Override
    public Spliterator<Object> spliterator() {
        return new HandedSpliterator(messages.spliterator());
    }
}
