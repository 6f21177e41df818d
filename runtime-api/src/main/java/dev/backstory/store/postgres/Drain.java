package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Stores what is in the journal. */
interface Drain {

    /** There is no journal. */
    Drain NONE = new Drain() {
        @Override
        public boolean ownNext(Connection connection) {
            return false;
        }

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public boolean isNearlyDone() {
            return true;
        }

        @Override
        public boolean abandonedNext(Connection connection) {
            return false;
        }

        @Override
        public void lookForAbandoned() {}

        @Override
        public void close() {}
    };

    /** Stores the next part of this process's own; false when there is none. */
    boolean ownNext(Connection connection) throws SQLException;

    /** Whether nothing of this process's own is left: only then is anything newer stored. */
    boolean isDone();

    /** Whether so little is left that what is published from now on can wait for it. */
    boolean isNearlyDone();

    /** Stores the next part of what dead processes have left; false when there is none. Nothing waits for that. */
    boolean abandonedNext(Connection connection) throws SQLException;

    /** Processes may have died meanwhile. */
    void lookForAbandoned();

    /** Lets go of what it holds. */
    void close();
}
