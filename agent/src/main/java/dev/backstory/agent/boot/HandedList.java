package dev.backstory.agent.boot;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import java.util.Spliterator;
import org.jspecify.annotations.Nullable;

/**
 * A list of received messages, equal to what it is made of; each is in hand while a loop over the list is at it. Whoever
 * prints, compares or copies the list is no such loop, and leaves in hand what is.
 */
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
    public boolean contains(@Nullable Object message) {
        return messages.contains(message);
    }

    @Override
    public @Nullable Object[] toArray() {
        return messages.toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return messages.toArray(array);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || messages.equals(other instanceof HandedList handed ? handed.messages : other);
    }

    @Override
    public int hashCode() {
        return messages.hashCode();
    }

    @Override
    public String toString() {
        return messages.toString();
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
