package dev.backstory.store;

/**
 * What a store has taken and has not stored yet.
 *
 * @param events how many wait in memory
 * @param bytes how much memory they take, about
 * @param journalBytes how much waits on the local disk, with what could not be stored at first
 */
public record StoreBacklog(long events, long bytes, long journalBytes) {

    /** Of a store in which nothing waits. */
    public static final StoreBacklog EMPTY = new StoreBacklog(0, 0, 0);
}
