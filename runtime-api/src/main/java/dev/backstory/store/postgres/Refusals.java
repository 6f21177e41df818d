package dev.backstory.store.postgres;

import dev.backstory.PublishException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Whose fault it is when the database does not store something. */
final class Refusals {

    /** No connection, no resources, conflicts that pass, the server's operator or state: later it may well store it. */
    private static final Set<String> PASSING = Set.of("08", "53", "40", "57", "58", "XX");

    /** Features, roles, the session's state, the schema, rights: what is wrong there is so for any record. */
    private static final Set<String> OF_ALL = Set.of(
            "0A", "0L", "0P", "24", "25", "26", "28", "2B", "2D", "34", "3B", "3D", "3F", "42", "55", "F0", "HV");

    private static final String STANDBY = "25006";
    private static final String LOCK_TIMEOUT = "55P03";

    private Refusals() {}

    /** Not the event's fault. */
    static boolean isOutage(Connection connection, SQLException e) {
        if (isOutage(e) || (isHeld(e) && Schema.isLocked(connection))) {
            return true;
        }
        try {
            return connection.isClosed();
        } catch (SQLException closed) {
            return true;
        }
    }

    /** The same, where nothing was to be stored yet. */
    static boolean isOutage(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.length() != 5 || PASSING.contains(state.substring(0, 2)) || state.equals(STANDBY);
    }

    /** The record itself: a value that the column does not take, or a rule that it breaks, the application's own too. */
    static boolean isTheRecords(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return !OF_ALL.contains(state.substring(0, 2));
    }

    /** A lock was not to be had in time. For an event: another transaction has its id, and may end in either way. */
    static boolean isHeld(SQLException e) {
        return LOCK_TIMEOUT.equals(e.getSQLState());
    }

    static boolean isStoredAlready(SQLException e) {
        return "23505".equals(e.getSQLState());
    }

    static PublishException otherContent(EventRow row) {
        return new PublishException("An event with the id " + row.id() + " is stored already, with other content.");
    }

    static PublishException refused(EventRow row, SQLException e) {
        if (isHeld(e)) {
            return new PublishException(
                    "An open transaction has published an event with the id " + row.id()
                            + ", so this one can be neither stored nor told from it, and may be stored when that ends:"
                            + " publish it again then.",
                    e,
                    true);
        }
        return new PublishException(
                "The database refused event " + row.type() + " " + row.id() + ": " + e.getMessage(), e);
    }
}
