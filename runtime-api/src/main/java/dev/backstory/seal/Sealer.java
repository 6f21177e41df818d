package dev.backstory.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Seals the days that are over, once each, one process at a time. Reads in one transaction, in bounded memory.
 *
 * <p>A day is not cut off by time alone: a transaction that has stored an event and not committed yet would otherwise slip
 * into a sealed day. Only transactions that are all over are covered; what the others leave goes into a later seal.
 */
public final class Sealer {

    private static final long LOCK = 7022360471883120754L;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final Duration DAY = Duration.ofDays(1);

    private final Connection connection;
    private final @Nullable SealKey key;
    private final Clock clock;

    /**
     * @param connection with the rights of a writer, in autocommit before and after; not closed
     * @param key signs the seals; null: they are not signed
     * @param clock says when a seal was made, and which days are over where the database's is ahead; not that one, which who
     *     changes events may have set
     */
    public Sealer(Connection connection, @Nullable SealKey key, Clock clock) {
        this.connection = connection;
        this.key = key;
        this.clock = clock;
    }

    /** Seals all days that are over and not sealed yet; none when another process is doing so. */
    public List<Seal> seal() throws SQLException {
        return sealUpTo(LocalDate.MAX);
    }

    /** The same up to this day, included. */
    public List<Seal> sealUpTo(LocalDate lastDay) throws SQLException {
        // After a restore transactions of the new cluster must not be taken for those of the old one.
        int generation = (int) number("SELECT backstory.begin_generation()");
        connection.setAutoCommit(false);
        try {
            beginRepeatableRead(connection);
            List<Seal> made = isAlone() ? sealUpTo(lastDay, generation) : List.of();
            connection.commit();
            return made;
        } catch (SQLException e) {
            // Another process finished between this one's first look at the database and its lock.
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return List.of();
            }
            throw e;
        } finally {
            end();
        }
    }

    private List<Seal> sealUpTo(LocalDate lastDay, int generation) throws SQLException {
        Seal last = SealTable.last(connection);
        Instant midnight = midnight();
        if (lastDay.isBefore(LocalDate.ofInstant(midnight, ZoneOffset.UTC))) {
            midnight = lastDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        if (last != null && !last.range().recordedBefore().isBefore(midnight)) {
            return List.of();
        }
        Mark below = Mark.before(generation, number("SELECT pg_snapshot_xmin(pg_current_snapshot())::text"));
        Days days = new Days(last, below, midnight);
        StoredEvent.from(
                connection, last == null ? Mark.before(0, 0) : last.range().open(), days);
        List<Seal> made = new ArrayList<>();
        Seal previous = last;
        for (Instant end = days.first(); !end.isAfter(midnight); end = end.plus(DAY)) {
            previous = Seal.of(
                    previous,
                    LocalDate.ofInstant(end.minus(DAY), ZoneOffset.UTC),
                    new Seal.Range(below, end, days.open),
                    days.events.getOrDefault(end, new SealedEvents()),
                    clock.instant().truncatedTo(ChronoUnit.MILLIS),
                    key);
            SealTable.insert(connection, previous);
            made.add(previous);
        }
        return made;
    }

    /** Sorts events into the days that are to be sealed, by their ends. */
    private static final class Days implements StoredEvent.Visitor {

        private final @Nullable Seal last;
        private final Seal.Range coverable;
        private final Instant midnight;
        private final TreeMap<Instant, SealedEvents> events = new TreeMap<>();
        private Mark open;

        Days(@Nullable Seal last, Mark below, Instant midnight) {
            this.last = last;
            this.coverable = new Seal.Range(below, midnight, below);
            this.midnight = midnight;
            this.open = below;
        }

        @Override
        public void visit(StoredEvent event) {
            if (last != null && last.range().covers(event)) {
                return;
            }
            if (!coverable.covers(event)) {
                Mark transaction =
                        Mark.before(event.mark().generation(), event.mark().transaction());
                open = transaction.isBefore(open) ? transaction : open;
                return;
            }
            Instant end = event.recordedAt().truncatedTo(ChronoUnit.DAYS).plus(DAY);
            // Committed after its day was sealed: part of the first day that is not.
            Instant day = last != null && !end.isAfter(last.range().recordedBefore()) ? first() : end;
            events.computeIfAbsent(day, each -> new SealedEvents()).add(event);
        }

        /** The end of the first day that is to be sealed: without events, only yesterday. */
        Instant first() {
            if (last != null) {
                return last.range().recordedBefore().plus(DAY);
            }
            return events.isEmpty() ? midnight : events.firstKey();
        }
    }

    private boolean isAlone() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_try_advisory_xact_lock(" + LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /**
     * The last one, in UTC, by the earlier of the clock that recorded the events and this process's: no day is sealed anew, so
     * one that is ahead for an hour would leave the days until then without seals.
     */
    private Instant midnight() throws SQLException {
        Instant theirs = databaseTime(connection);
        Instant ours = clock.instant();
        return (theirs.isBefore(ours) ? theirs : ours).truncatedTo(ChronoUnit.DAYS);
    }

    static Instant databaseTime(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return Objects.requireNonNull(row.getObject(1, OffsetDateTime.class))
                    .toInstant();
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return Long.parseUnsignedLong(row.getString(1));
        }
    }

    private void end() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** For this transaction only: a session behind a pooler is another's next. */
    static void beginRepeatableRead(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
    }
}
