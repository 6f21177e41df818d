package dev.backstory.store.postgres;

import dev.backstory.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Drops the months that are older than what is to be kept: their partitions of events and steps, and the summaries of stories
 * that ended in them, and the record of who looked then. What is dropped is gone; the user needs the rights of the owner.
 */
public final class Retention {

    private static final String MONTHS = "SELECT DISTINCT substring(c.relname FROM '_([0-9]{4}_[0-9]{2})$') AS month"
            + " FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid WHERE i.inhparent IN"
            + " ('backstory.event'::regclass, 'backstory.step_observation'::regclass) ORDER BY month";

    private static final long LOCK = 7022360471883120755L;
    private static final int BATCH = 5_000;

    private final Connections connections;

    /** Of the database that the source leads to. */
    public Retention(DataSource source) {
        this.connections = Connections.from(source, Duration.ofMinutes(5));
    }

    /** Of the database at that JDBC URL; user and password null: as the URL says. */
    public Retention(String url, @Nullable String user, @Nullable String password) {
        this.connections = Connections.to(url, user, password, Duration.ofMinutes(5));
    }

    /** The months of which all ids are older than what is to be kept, the oldest first. Changes nothing. */
    public List<YearMonth> due(Duration keep) {
        return with(connection -> due(connection, keep));
    }

    /** Drops these months; answers which they were. Waits for nobody longer than two seconds, and then fails. */
    public List<YearMonth> drop(Duration keep) {
        return with(connection -> drop(connection, keep));
    }

    static List<YearMonth> due(Connection connection, Duration keep) throws SQLException {
        Instant cutoff = now(connection).minus(keep);
        List<YearMonth> due = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(MONTHS)) {
            while (rows.next()) {
                String name = rows.getString(1);
                YearMonth month = name == null ? null : YearMonth.parse(name.replace('_', '-'));
                if (month != null && !end(month).toInstant().isAfter(cutoff)) {
                    due.add(month);
                }
            }
        }
        return due;
    }

    /** The earlier of two clocks: one that is wrong shall not drop everything. */
    private static Instant now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            Instant theirs = Objects.requireNonNull(row.getObject(1, OffsetDateTime.class))
                    .toInstant();
            Instant ours = Instant.now();
            return theirs.isBefore(ours) ? theirs : ours;
        }
    }

    static List<YearMonth> drop(Connection connection, Duration keep) throws SQLException {
        List<YearMonth> due = due(connection, keep);
        for (YearMonth month : due) {
            // One table at a time: a publisher that writes to both never waits in a circle with this.
            dropTable(connection, "event", month);
            dropTable(connection, "step_observation", month);
            forget(connection, end(month));
        }
        if (!due.isEmpty()) {
            OffsetDateTime end = end(due.get(due.size() - 1));
            forgetLooks(connection, end);
            update(connection, "DELETE FROM backstory.waiting_job WHERE scheduled_at < ?", end);
        }
        return due;
    }

    private static OffsetDateTime end(YearMonth month) {
        return month.plusMonths(1).atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    private static void dropTable(Connection connection, String table, YearMonth month) throws SQLException {
        inTransaction(connection, statement -> {
            // Publishers queue behind this lock while it waits for readers of the old month.
            statement.execute("SET LOCAL lock_timeout = '2s'");
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            String partition = "backstory.%s_%04d_%02d".formatted(table, month.getYear(), month.getMonthValue());
            ReadSession session = new ReadSession(connection);
            Map<String, Long> unseen = table.equals("event") ? FollowerRow.unseen(session, partition) : Map.of();
            statement.execute("DROP TABLE IF EXISTS " + partition);
            FollowerRow.miss(session, unseen);
            return 0;
        });
    }

    /**
     * A story that went on after the month keeps its summary, and its keys, until it has no event left; so does one that
     * happened before it and was told later. Not while summaries are made: one that comes back in between would have no keys.
     */
    private static void forget(Connection connection, OffsetDateTime end) throws SQLException {
        inTransaction(connection, statement -> {
            statement.execute("SELECT pg_advisory_xact_lock(" + SummaryTurn.LOCK + ")");
            update(
                    connection,
                    "DELETE FROM backstory.story AS s WHERE s.first_at < ? AND s.last_at < ?"
                            + " AND NOT EXISTS (SELECT FROM backstory.event AS e WHERE e.correlation_id = s.correlation_id)"
                            + " AND NOT EXISTS (SELECT FROM backstory.step_observation AS o"
                            + " WHERE o.correlation_id = s.correlation_id)",
                    end,
                    end);
            return update(
                    connection,
                    "DELETE FROM backstory.story_key AS k WHERE k.first_at < ? AND NOT EXISTS (SELECT FROM backstory.story"
                            + " AS s WHERE s.correlation_id = k.correlation_id)",
                    end);
        });
    }

    /**
     * Who looked at stories that are gone. Its trigger, which refuses this, is off within each transaction only; who looks
     * meanwhile waits for a batch.
     */
    private static void forgetLooks(Connection connection, OffsetDateTime end) throws SQLException {
        int deleted;
        do {
            deleted = inTransaction(connection, statement -> {
                statement.execute("SET LOCAL lock_timeout = '2s'");
                statement.execute("ALTER TABLE backstory.access_log DISABLE TRIGGER refuse_change");
                int batch = update(
                        connection,
                        "DELETE FROM backstory.access_log WHERE access_id IN (SELECT access_id FROM backstory.access_log"
                                + " WHERE at < ? ORDER BY access_id LIMIT " + BATCH + ")",
                        end);
                statement.execute("ALTER TABLE backstory.access_log ENABLE TRIGGER refuse_change");
                return batch;
            });
        } while (deleted == BATCH);
    }

    private interface Statements {
        int run(Statement statement) throws SQLException;
    }

    private static int inTransaction(Connection connection, Statements work) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            int rows = work.run(statement);
            connection.commit();
            return rows;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    private interface Work {
        List<YearMonth> on(Connection connection) throws SQLException;
    }

    private List<YearMonth> with(Work work) {
        try (Connection connection = connections.open()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "The event store at " + connections.where() + " did not do it: " + e.getMessage(), e);
        }
    }
}
