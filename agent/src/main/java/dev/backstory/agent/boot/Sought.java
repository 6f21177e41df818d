package dev.backstory.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * Stands for the element that a queue is asked to remove, and notes which of its own it was: equal ones may be of several
 * stories. The queues of the JDK ask it, and not their elements, what is equal.
 */
public final class Sought {

    private final Object wanted;
    private @Nullable Object found;

    Sought(Object wanted) {
        this.wanted = wanted;
    }

    /** What it was last equal to: where something was removed, just that. */
    @Nullable
    Object found() {
        return found;
    }

    @Override
    public boolean equals(@Nullable Object element) {
        boolean equal = wanted.equals(element);
        if (equal) {
            found = element;
        }
        return equal;
    }

    @Override
    public int hashCode() {
        return wanted.hashCode();
    }

    @Override
    public String toString() {
        return wanted.toString();
    }
}
