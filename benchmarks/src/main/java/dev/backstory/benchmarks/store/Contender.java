package dev.backstory.benchmarks.store;

import java.util.function.BooleanSupplier;

/** A way to store events, for many publishers at once. */
interface Contender extends AutoCloseable {

    /** Its name in the table. */
    String title();

    /** Stores event after event as the publisher of that number, durably, while there is time; answers how many. */
    long publish(int publisher, BooleanSupplier more) throws Exception;

    /** What else has to be done for these events before others have their turn; its time counts. */
    default void settle() {}

    @Override
    void close() throws Exception;
}
