package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The months that are known to have their partitions: this one and later ones for good, older ones for a while. */
final class Partitions {

    private static final int MONTHS_AHEAD = 2;
    private static final long SECONDS_A_DAY = 86_400;

    /** Retention may drop an older month at any time, in another process. */
    private static final long OLDER_IS_KNOWN_FOR = TimeUnit.MINUTES.toNanos(1);

    /** As if somebody had cancelled it: later it may well work. */
    private static final String PASSING = "57014";

    private static final long NOT_ALLOWED_REST = TimeUnit.HOURS.toNanos(1);

    private final Map<Integer, Long> known = new ConcurrentHashMap<>();
    private long aheadAgain = System.nanoTime();
    private boolean warned;

    boolean isKnown(String id) {
        return isKnown(month(timeOf(id)));
    }

    private boolean isKnown(int month) {
        Long since = known.get(month);
        return since != null && (month >= month(Instant.now()) || System.nanoTime() - since < OLDER_IS_KNOWN_FOR);
    }

    /** Makes the partition that the id belongs into; the connection is in autocommit. */
    void ensure(Connection connection, String id) throws SQLException {
        ensure(connection, timeOf(id));
    }

    /** Makes those of this month and of the next ones, before they are needed; fails only without the one that is. */
    void ensureAhead(Connection connection) throws SQLException {
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        ensure(connection, now.toInstant());
        if (aheadAgain - System.nanoTime() > 0) {
            return;
        }
        try {
            for (int months = 1; months <= MONTHS_AHEAD; months++) {
                ensure(connection, now.plusMonths(months).toInstant(), LockWait.SHORT);
            }
            warned = false;
        } catch (SQLException e) {
            if (connection.isClosed()) {
                throw e;
            }
            later(e);
        }
    }

    /** Also who may not make them writes; and a lock that somebody holds, to ANALYZE say, passes before the month does. */
    private void later(SQLException e) {
        if (!PASSING.equals(e.getSQLState())) {
            aheadAgain = System.nanoTime() + NOT_ALLOWED_REST;
        }
        if (!warned) {
            warned = true;
            PostgresEventStore.LOG.warn(
                    "Events are stored, but {}. It is tried again; without it, nothing is stored once that month begins.",
                    e.getMessage());
        }
    }

    private void ensure(Connection connection, Instant time) throws SQLException {
        ensure(connection, time, LockWait.LONG);
    }

    private void ensure(Connection connection, Instant time, LockWait wait) throws SQLException {
        if (isKnown(month(time))) {
            return;
        }
        try {
            Schema.createPartition(connection, time, wait);
        } catch (SQLException e) {
            // Of a lock that somebody holds, an event is not guilty; nor of a month in which nobody could publish
            // anything.
            boolean nobodys = "55P03".equals(e.getSQLState()) || month(time) == month(Instant.now());
            throw new SQLException(
                    "a partition for " + YearMonth.from(time.atOffset(ZoneOffset.UTC)) + " could not be made: "
                            + e.getMessage(),
                    nobodys ? PASSING : e.getSQLState(),
                    e);
        }
        known.put(month(time), System.nanoTime());
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
