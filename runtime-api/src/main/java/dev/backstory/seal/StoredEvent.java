package dev.backstory.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;

/**
 * What a seal needs of a stored event: where it stands, and the digest of the whole row, computed here and not by the database
 * that is to be checked.
 *
 * @param mark where it stands
 * @param month of its partition, as its first day
 * @param recordedAt when it was recorded
 * @param digest of all its columns
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record StoredEvent(Mark mark, LocalDate month, Instant recordedAt, byte[] digest) {

    /** What is done with each event. */
    interface Visitor {
        void visit(StoredEvent event) throws SQLException;
    }

    /** Everything as text that does not depend on the session's settings; the driver sees to ISO dates. */
    private static final String SELECT = "SELECT event_id::text, position::text, type, subjects::text, data::text,"
            + " metadata::text, correlation_id, causation_id::text, step_id::text, via_boundary, via_name,"
            + " via_waited::text, thread, trace_id, span_id, (occurred_at AT TIME ZONE 'UTC')::text,"
            + " (recorded_at AT TIME ZONE 'UTC')::text, transaction_id::text, generation::text, instance_id::text,"
            + " escaped::text, recorded_at FROM backstory.event AS e"
            + " WHERE (e.generation, e.transaction_id) >= (?, ?::xid8)"
            // Of the table: the columns of the answer are texts.
            + " ORDER BY e.generation, e.transaction_id, e.position";

    private static final int COLUMNS = 21;
    private static final int FETCHED = 1_000;

    /** All events from the mark's transaction on, in order, in bounded memory; within a transaction. */
    static void from(Connection connection, Mark mark, Visitor visitor) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Along the index: a sort would write the whole history to the server's disk first.
            statement.execute("SET LOCAL enable_sort = off");
            statement.execute("SET LOCAL statement_timeout = 0");
        }
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setFetchSize(FETCHED);
            statement.setInt(1, mark.generation());
            statement.setString(2, Long.toUnsignedString(mark.transaction()));
            Digest digest = new Digest();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    visitor.visit(of(row, digest));
                }
            }
        }
    }

    private static StoredEvent of(ResultSet row, Digest digest) throws SQLException {
        for (int column = 1; column <= COLUMNS; column++) {
            digest.add(row.getString(column));
        }
        long madeAt = UUID.fromString(Objects.requireNonNull(row.getString(1))).getMostSignificantBits() >>> 16;
        return new StoredEvent(
                new Mark(row.getInt(19), Long.parseUnsignedLong(row.getString(18)), row.getLong(2)),
                LocalDate.ofInstant(Instant.ofEpochMilli(madeAt), ZoneOffset.UTC)
                        .withDayOfMonth(1),
                Objects.requireNonNull(row.getObject(22, OffsetDateTime.class)).toInstant(),
                digest.value());
    }
}
