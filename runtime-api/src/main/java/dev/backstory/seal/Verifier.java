package dev.backstory.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads all events once and compares them with their seals, the seals with each other, and with what is known outside. In
 * memory it has a digest for each thousand events.
 */
public final class Verifier {

    private final Connection connection;

    /**
     * @param connection with the rights of a reader, in autocommit before and after; not closed
     */
    public Verifier(Connection connection) {
        this.connection = connection;
    }

    /**
     * Checks everything that is stored.
     *
     * @param key the public key that all seals have to be signed by; null: signatures are not looked at
     * @param exported heads by number, in hexadecimal digits, as they were exported earlier; empty: none were kept
     * @param keep no younger month may be gone; null: that is not known
     */
    public Verification verify(@Nullable SealKey key, Map<Integer, String> exported, @Nullable Duration keep)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            Sealer.beginRepeatableRead(connection);
            holdPartitions();
            Findings findings = new Findings();
            List<Seal> seals = SealTable.read(connection);
            new ChainCheck(findings).check(seals, key, exported);
            EventCheck events = events(seals, findings);
            StoredEvent.from(connection, Mark.before(Integer.MIN_VALUE, 0), events);
            events.finish(Months.read(connection, keep, findings));
            return new Verification(
                    seals.size(),
                    events.events(),
                    events.dropped(),
                    events.unsealed(),
                    findings.problems(),
                    findings.remarks());
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /**
     * Before the first look, which is the one that this transaction keeps to: a month that retention drops in between would be
     * there, and its events not.
     */
    private void holdPartitions() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE backstory.event IN ACCESS SHARE MODE");
        }
    }

    private EventCheck events(List<Seal> seals, Findings findings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_snapshot_xmax(pg_current_snapshot())::text,"
                        + " (SELECT max(generation) FROM backstory.cluster),"
                        + " (SELECT system_identifier FROM pg_control_system()) = (SELECT system_identifier"
                        + " FROM backstory.cluster ORDER BY generation DESC LIMIT 1)")) {
            row.next();
            int generation = row.getInt(2);
            Instant theirs = Sealer.databaseTime(connection);
            Instant ours = Instant.now();
            // Restored, and nobody has written here yet: all transactions are those of the cluster before.
            Mark next = row.getBoolean(3)
                    ? Mark.before(generation, Long.parseUnsignedLong(row.getString(1)))
                    : Mark.before(generation + 1, 0);
            return new EventCheck(seals, next, theirs.isAfter(ours) ? theirs : ours, findings);
        }
    }
}
