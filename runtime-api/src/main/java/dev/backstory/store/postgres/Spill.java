package dev.backstory.store.postgres;

/** Where events go that the database does not take in time. */
interface Spill {

    /** Nowhere: they fail. */
    Spill NONE = new Spill() {
        @Override
        public void start() {}

        @Override
        public Drain drain() {
            return Drain.NONE;
        }

        @Override
        public void takeOver() {}

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void close() {}
    };

    /** Begins to work. */
    void start();

    /** The way back. */
    Drain drain();

    /** Takes what waits now, whatever the database does. */
    void takeOver();

    /** How much is there. */
    long bytes();

    /** Ends. */
    void close();
}
