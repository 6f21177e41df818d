package dev.backstory.store.postgres;

/** How much waits, and how much more may. Not safe for several threads: the {@link Backlog}'s lock is held. */
final class BacklogSize {

    private static final int MAX_STEPS = 20_000;

    private final long maxBytes;
    private int events;
    private long bytes;
    private int steps;

    /** @param maxBytes how much memory events may take, about */
    BacklogSize(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean hasRoom(Waiting waiting) {
        // An event that is larger than everything is let in alone.
        return waiting.isEvent() ? bytes == 0 || bytes + waiting.memory() <= maxBytes : steps < MAX_STEPS;
    }

    void add(Waiting waiting) {
        count(waiting, 1);
    }

    void remove(Waiting waiting) {
        count(waiting, -1);
    }

    private void count(Waiting waiting, int by) {
        if (waiting.isEvent()) {
            events += by;
            bytes += (long) by * waiting.memory();
        } else {
            steps += by;
        }
    }

    int events() {
        return events;
    }

    long bytes() {
        return bytes;
    }
}
