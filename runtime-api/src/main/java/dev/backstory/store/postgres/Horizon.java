package dev.backstory.store.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The oldest transaction of the cluster that still runs: followers stop below it. */
final class Horizon {

    // pg_locks tells everybody who holds a transaction id; pg_stat_activity tells most of it to few.
    private static final String HOLDER = "SELECT coalesce(l.pid::text, 'none'), p.gid, a.application_name, a.state,"
            + " a.xact_start FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::xid AS oldest) AS h"
            + " LEFT JOIN pg_locks l ON l.locktype = 'transactionid' AND l.transactionid = h.oldest AND l.granted"
            + " AND l.mode = 'ExclusiveLock'"
            + " LEFT JOIN pg_prepared_xacts p ON p.transaction = h.oldest"
            + " LEFT JOIN pg_stat_activity a ON a.pid = l.pid LIMIT 1";

    private Horizon() {}

    /** Who holds it, for people; null when nobody does. */
    static @Nullable String holder(ReadSession session) throws SQLException {
        List<String> found = new ArrayList<>();
        session.query(HOLDER, row -> {
            String prepared = row.getString(2);
            String pid = String.valueOf(row.getString(1));
            if (prepared != null) {
                found.add("the prepared transaction '" + prepared + "'");
            } else if (!pid.equals("none")) {
                found.add("PostgreSQL process " + pid + " (" + row.getString(3) + ", " + row.getString(4)
                        + ", in a transaction since " + row.getString(5) + ")");
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }
}
