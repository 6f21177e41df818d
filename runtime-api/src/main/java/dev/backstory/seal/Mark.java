package dev.backstory.seal;

import java.util.Comparator;

/**
 * Where an event stands in the order that seals are made in: after a restore into another cluster transactions are counted
 * anew, so the generation of the cluster comes first.
 *
 * @param generation of the cluster
 * @param transaction that stored the event; without a sign
 * @param position within it
 */
record Mark(int generation, long transaction, long position) implements Comparable<Mark> {

    private static final Comparator<Mark> ORDER = Comparator.comparingInt(Mark::generation)
            .thenComparing(Mark::transaction, Long::compareUnsigned)
            .thenComparingLong(Mark::position);

    /** Before everything of that transaction. */
    static Mark before(int generation, long transaction) {
        return new Mark(generation, transaction, Long.MIN_VALUE);
    }

    boolean isBefore(Mark other) {
        return compareTo(other) < 0;
    }

    void addTo(Digest digest) {
        digest.add(generation);
        digest.add(transaction);
        digest.add(position);
    }

    @Override
    public int compareTo(Mark other) {
        return ORDER.compare(this, other);
    }
}
