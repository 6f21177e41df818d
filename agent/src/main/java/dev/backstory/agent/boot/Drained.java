package dev.backstory.agent.boot;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * Stands before the collection that a queue moves elements to, where the queue adds them, and notes which they were. Others may
 * add to the collection meanwhile, or it may not say what was added to it.
 */
public final class Drained extends AbstractCollection<Object> {

    private final Collection<Object> target;
    private final List<Object> moved = new ArrayList<>();

    Drained(Collection<Object> target) {
        this.target = target;
    }

    @Override
    public boolean add(Object element) {
        boolean added = target.add(element);
        moved.add(element);
        return added;
    }

    List<?> moved() {
        return moved;
    }

    @Override
    public Iterator<Object> iterator() {
        return target.iterator();
    }

    @Override
    public int size() {
        return target.size();
    }
}
