package dev.backstory.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The months that have a partition of events, and what is said of those of which nothing that was sealed is left. A partition
 * alone says nothing: a step of an old story makes that of its month again, and an empty one for events beside it.
 */
final class Months {

    private final Set<LocalDate> there = new HashSet<>();
    private final @Nullable Duration keep;
    private final Findings findings;

    private Months(@Nullable Duration keep, Findings findings) {
        this.keep = keep;
        this.findings = findings;
    }

    static Months read(Connection connection, @Nullable Duration keep, Findings findings) throws SQLException {
        Months months = new Months(keep, findings);
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT substring(c.relname FROM '^event_([0-9]{4}_[0-9]{2})$') AS month"
                                + " FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid"
                                + " WHERE i.inhparent = 'backstory.event'::regclass")) {
            while (row.next()) {
                String month = row.getString(1);
                if (month != null) {
                    months.there.add(LocalDate.parse(month.replace('_', '-') + "-01"));
                }
            }
        }
        return months;
    }

    /**
     * Whether a month of which nothing is left is gone as a whole. Retention drops the oldest, and only what is old enough:
     * else it is a problem, told here, or, false, by what is missing in its partition.
     *
     * @param older a month before it of which something is left; null when there is none
     */
    boolean isDropped(LocalDate month, @Nullable LocalDate older) {
        String name = month.toString().substring(0, 7);
        Duration kept = keep;
        boolean asRetentionDoes = older == null && (kept == null || !isWithin(month, kept));
        if (!asRetentionDoes && there.contains(month)) {
            return false;
        }
        if (older != null) {
            findings.problemOnce("The month " + name + " is gone although the older "
                    + older.toString().substring(0, 7) + " is there: retention drops the oldest first");
        } else if (kept != null && isWithin(month, kept)) {
            findings.problemOnce("The month " + name + " is gone although " + kept.toDays() + " days are kept");
        } else {
            findings.remark("The month " + name
                    + " was dropped as a whole, as retention does; its events cannot be checked any" + " more.");
        }
        return true;
    }

    private static boolean isWithin(LocalDate month, Duration kept) {
        Instant end = month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return end.isAfter(Instant.now().minus(kept));
    }
}
