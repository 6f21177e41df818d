package dev.backstory.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in the order in which followers read: generation of the cluster, transaction, position. All that is at or above it
 * and below the oldest running transaction is final; what commits later comes after it.
 */
record Followed(int generation, String transaction, long position) {

    static final String ORDER = " ORDER BY generation, transaction_id, position";
    static final String PLACE = "generation, transaction_id::text AS transaction, position AS place";
    static final String COLUMNS = ", " + PLACE;

    /**
     * The place is asked for in sub-selects, so that the planner does not look it up in its statistics: they know the first
     * column only, which is the same everywhere. It would expect no row, read the whole backlog and sort it.
     */
    static final String ABOVE =
            "(generation, transaction_id, position) > ((SELECT ?::int), (SELECT ?::xid8), (SELECT ?::bigint))";

    /** In the same statement that reads the rows, so that both see one state. */
    static final String BELOW_HORIZON =
            "(generation, transaction_id) < ((SELECT max(generation) FROM backstory.cluster),"
                    + " pg_snapshot_xmin(pg_current_snapshot()))";

    static final String UP_TO = "(generation, transaction_id, position) <= (?::int, ?::xid8, ?::bigint)";

    static final String AT = "(generation, transaction_id, position) = (?::int, ?::xid8, ?::bigint)";

    static final Followed START = new Followed(0, "0", 0);

    /** Above it is all that becomes final from now on, and what is visible but not final yet. */
    static Followed end(ReadSession session) throws SQLException {
        return session.one(
                "SELECT max(generation) AS generation, pg_snapshot_xmin(pg_current_snapshot())::text AS transaction,"
                        + " 0::bigint AS place FROM backstory.cluster",
                Followed::of);
    }

    /** The last place before it, whether something is there or not. */
    Followed before() {
        return new Followed(generation, transaction, position - 1);
    }

    /** The first place after it, in the same transaction. */
    Followed after() {
        return new Followed(generation, transaction, position + 1);
    }

    /** From {@link #text}. */
    static Followed parse(String text) {
        if (text.isEmpty()) {
            return START;
        }
        String[] parts = text.split(":", -1);
        return new Followed(Integer.parseInt(parts[0]), parts[1], Long.parseLong(parts[2]));
    }

    /** For those who keep it as it is. */
    String text() {
        return generation + ":" + transaction + ":" + position;
    }

    /** The parameters of {@link #ABOVE}, then those of what stands after it. */
    Object[] and(Object... more) {
        List<Object> all = new ArrayList<>(List.of(generation, transaction, position));
        all.addAll(List.of(more));
        return all.toArray();
    }

    /** Of a row with {@link #PLACE}. */
    static Followed of(ResultSet row) throws SQLException {
        return new Followed(row.getInt("generation"), Rows.text(row, "transaction"), row.getLong("place"));
    }
}
