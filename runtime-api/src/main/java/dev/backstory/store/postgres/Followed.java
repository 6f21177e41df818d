package dev.backstory.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A place in the order in which followers read: generation of the cluster, transaction, position. All that is at or above it
 * and below the oldest running transaction is final; what commits later comes after it.
 */
record Followed(int generation, String transaction, long position) {

    static final String ORDER = " ORDER BY generation, transaction_id, position";
    static final String COLUMNS = ", generation, transaction_id::text AS transaction, position AS place";

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

    /** Of a row with {@link #COLUMNS}. */
    static Followed of(ResultSet row) throws SQLException {
        return new Followed(row.getInt("generation"), Rows.text(row, "transaction"), row.getLong("place"));
    }
}
