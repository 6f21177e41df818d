package dev.backstory.agent.boot;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a collection that a queue adds all at once, and notes each element as the queue reads it: before any consumer can
 * have it. A queue without room for all reads a second time, to add one after the other, which its own methods note.
 */
public final class AddedTogether extends AbstractCollection<Object> {

    private final Object queue;
    private final Collection<?> elements;
    private final List<@Nullable Object> noted = new ArrayList<>();
    private int readings;

    AddedTogether(Object queue, Collection<?> elements) {
        this.queue = queue;
        this.elements = elements;
    }

    @Override
    public Iterator<Object> iterator() {
        Iterator<?> each = elements.iterator();
        takeBack();
        boolean first = readings++ == 0;
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Object next() {
                Object element = each.next();
                if (first) {
                    note(element);
                }
                return element;
            }
        };
    }

    private void note(@Nullable Object element) {
        try {
            if (Queues.puts(queue, element)) {
                noted.add(element);
            }
        } catch (Throwable failure) {
            Place.QUEUE.failed(failure);
        }
    }

    /** None of those that are noted is in the queue. */
    void takeBack() {
        for (Object each : noted) {
            Queues.takeBack(queue, each);
        }
        noted.clear();
    }

    @Override
    public int size() {
        return elements.size();
    }
}
