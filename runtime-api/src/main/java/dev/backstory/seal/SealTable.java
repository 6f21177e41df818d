package dev.backstory.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tables {@code seal} and {@code seal_block}. */
final class SealTable {

    private static final String SEALS =
            "SELECT number, day, below_generation, below_transaction::text, recorded_before,"
                    + " open_generation, open_transaction::text, events, last_position, sealed_at, previous, head, signature"
                    + " FROM backstory.seal";

    private SealTable() {}

    /** All seals in their order, with their blocks. */
    static List<Seal> read(Connection connection) throws SQLException {
        Map<Integer, List<SealBlock>> blocks = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT number, month, block, events, first_position, last_generation, last_transaction::text,"
                                + " last_position, digest FROM backstory.seal_block ORDER BY number, month, block");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                blocks.computeIfAbsent(row.getInt(1), each -> new ArrayList<>())
                        .add(new SealBlock(
                                Objects.requireNonNull(row.getObject(2, LocalDate.class)),
                                row.getInt(3),
                                row.getInt(4),
                                row.getLong(5),
                                new Mark(row.getInt(6), transaction(row, 7), row.getLong(8)),
                                Objects.requireNonNull(row.getBytes(9))));
            }
        }
        List<Seal> seals = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SEALS + " ORDER BY number");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                seals.add(seal(row, blocks.getOrDefault(row.getInt(1), List.of())));
            }
        }
        return seals;
    }

    /** The last one, without its blocks; null when there is none. */
    static @Nullable Seal last(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SEALS + " ORDER BY number DESC LIMIT 1");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? seal(row, List.of()) : null;
        }
    }

    private static Seal seal(ResultSet row, List<SealBlock> blocks) throws SQLException {
        return new Seal(
                row.getInt(1),
                Objects.requireNonNull(row.getObject(2, LocalDate.class)),
                new Seal.Range(
                        Mark.before(row.getInt(3), transaction(row, 4)),
                        Objects.requireNonNull(row.getObject(5, OffsetDateTime.class))
                                .toInstant(),
                        Mark.before(row.getInt(6), transaction(row, 7))),
                row.getLong(8),
                row.getLong(9),
                Objects.requireNonNull(row.getObject(10, OffsetDateTime.class)).toInstant(),
                Objects.requireNonNull(row.getBytes(11)),
                Objects.requireNonNull(row.getBytes(12)),
                row.getBytes(13),
                blocks);
    }

    private static long transaction(ResultSet row, int column) throws SQLException {
        return Long.parseUnsignedLong(row.getString(column));
    }

    static void insert(Connection connection, Seal seal) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO backstory.seal (number, day,"
                + " below_generation, below_transaction, recorded_before, open_generation, open_transaction, events,"
                + " last_position, sealed_at, previous, head, signature)"
                + " VALUES (?, ?, ?, ?::xid8, ?, ?, ?::xid8, ?, ?, ?, ?, ?, ?)")) {
            Seal.Range range = seal.range();
            statement.setInt(1, seal.number());
            statement.setObject(2, seal.day());
            statement.setInt(3, range.below().generation());
            statement.setString(4, Long.toUnsignedString(range.below().transaction()));
            statement.setObject(5, range.recordedBefore().atOffset(ZoneOffset.UTC));
            statement.setInt(6, range.open().generation());
            statement.setString(7, Long.toUnsignedString(range.open().transaction()));
            statement.setLong(8, seal.events());
            statement.setLong(9, seal.lastPosition());
            statement.setObject(10, seal.sealedAt().atOffset(ZoneOffset.UTC));
            statement.setBytes(11, seal.previous());
            statement.setBytes(12, seal.head());
            statement.setBytes(13, seal.signature());
            statement.executeUpdate();
        }
        insertBlocks(connection, seal);
    }

    private static void insertBlocks(Connection connection, Seal seal) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO backstory.seal_block (number, month,"
                        + " block, events, first_position, last_generation, last_transaction, last_position, digest)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?::xid8, ?, ?)")) {
            for (SealBlock each : seal.blocks()) {
                statement.setInt(1, seal.number());
                statement.setObject(2, each.month());
                statement.setInt(3, each.block());
                statement.setInt(4, each.events());
                statement.setLong(5, each.firstPosition());
                statement.setInt(6, each.last().generation());
                statement.setString(7, Long.toUnsignedString(each.last().transaction()));
                statement.setLong(8, each.last().position());
                statement.setBytes(9, each.digest());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
