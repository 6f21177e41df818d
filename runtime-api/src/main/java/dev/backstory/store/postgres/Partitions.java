package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The months that are known to have their partitions. */
final class Partitions {

    private static final int MONTHS_AHEAD = 2;
    private static final long SECONDS_A_DAY = 86_400;

    private final Set<Integer> known = ConcurrentHashMap.newKeySet();

    boolean isKnown(String id) {
        return known.contains(month(timeOf(id)));
    }

    /** Makes the partition that the id belongs into; the connection is in autocommit. */
    void ensure(Connection connection, String id) throws SQLException {
        ensure(connection, timeOf(id));
    }

    /** Makes those of this month and of the next ones, before they are needed. */
    void ensureAhead(Connection connection) throws SQLException {
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        for (int months = 0; months <= MONTHS_AHEAD; months++) {
            ensure(connection, now.plusMonths(months).toInstant());
        }
    }

    private void ensure(Connection connection, Instant time) throws SQLException {
        if (known.contains(month(time))) {
            return;
        }
        try {
            Schema.createPartition(connection, time);
        } catch (SQLException e) {
            throw new SQLException(
                    "a partition for " + time + " could not be made: " + e.getMessage(),
                    // Of a lock that somebody holds, an event is not guilty.
                    "55P03".equals(e.getSQLState()) ? "57014" : e.getSQLState(),
                    e);
        }
        known.add(month(time));
    }

    private static Instant timeOf(String id) {
        return Instant.ofEpochMilli(UUID.fromString(id).getMostSignificantBits() >>> 16);
    }

    private static int month(Instant time) {
        // Not by way of a time zone: it is asked for each event.
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), SECONDS_A_DAY));
        return date.getYear() * 12 + date.getMonthValue();
    }
}
