package dev.backstory.store.postgres;

/** What happens to an event for which there is no room: {@code backstory.queue.full}, {@code backstory.journal.full}. */
public enum WhenFull {
    /** Whoever publishes it waits for room, as long as for the store. */
    WAIT,
    /** It is refused at once. */
    FAIL
}
