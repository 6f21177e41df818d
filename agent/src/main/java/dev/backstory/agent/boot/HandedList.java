package dev.backstory.agent.boot;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import java.util.Spliterator;
import org.jspecify.annotations.Nullable;

/** A list of received messages, equal to what it is made of; each is in hand while a loop over the list is at it. */
final class HandedList extends AbstractList<Object> implements RandomAccess {

    private final List<?> messages;

    HandedList(List<?> messages) {
        this.messages = messages;
    }

    @Override
    public @Nullable Object get(int index) {
        return messages.get(index);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object set(int index, @Nullable Object message) {
        return ((List<@Nullable Object>) messages).set(index, message);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void add(int index, @Nullable Object message) {
        ((List<@Nullable Object>) messages).add(index, message);
    }

    @Override
    public @Nullable Object remove(int index) {
        return messages.remove(index);
    }

    @Override
    public int size() {
        return messages.size();
    }

    @Override
    public Iterator<Object> iterator() {
        return new HandedMessages(messages.iterator());
    }

    @Override
    public List<Object> subList(int from, int to) {
        return new HandedList(messages.subList(from, to));
    }

    @Override
    public Spliterator<Object> spliterator() {
        return new HandedSpliterator(messages.spliterator());
    }
}
