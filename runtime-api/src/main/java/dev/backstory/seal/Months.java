package dev.backstory.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The months that have a partition of events, and what is said of those that have none any more. */
final class Months {

    private final NavigableSet<LocalDate> there = new TreeSet<>();
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

    /** Whether the month is gone as a whole. Retention drops the oldest, and only what is old enough: else it is a problem. */
    boolean isDropped(LocalDate month) {
        if (there.contains(month)) {
            return false;
        }
        String name = month.toString().substring(0, 7);
        LocalDate older = there.lower(month);
        Duration kept = keep;
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
