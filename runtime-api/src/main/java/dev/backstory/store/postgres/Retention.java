package dev.backstory.store.postgres;

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
    private static final int STORIES = 1_000;
    private static final int ATTEMPTS = 5;
    private static final int PAUSE_MILLIS = 500;

    /**
     * Ids given as an array, and sub-selects instead of NOT EXISTS: the planner may make a join of that, and read all events.
     * Nor would an index be used from the ids of {@code story}, which have another collation.
     */
    private static final String GONE = "SELECT id FROM unnest(?::text[]) AS stories (id)"
            + " WHERE (SELECT true FROM backstory.event AS e WHERE e.correlation_id = id LIMIT 1) IS NULL"
            + " AND (SELECT true FROM backstory.step_observation AS o WHERE o.correlation_id = id LIMIT 1) IS NULL";

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
        return connections.with(connection -> due(connection, keep));
    }

    /**
     * Drops these months, and forgets what was kept of them beside their partitions, also where a run before was ended;
     * answers which they were. Waits a few times for half a second for those who are reading, and then fails.
     */
    public List<YearMonth> drop(Duration keep) {
        return connections.with(connection -> {
            List<YearMonth> dropped = drop(connection, keep);
            forget(connection, oldestKept(connection, keep));
            return dropped;
        });
    }

    static List<YearMonth> due(Connection connection, Duration keep) throws SQLException {
        YearMonth oldest = oldestKept(connection, keep);
        List<YearMonth> due = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(MONTHS)) {
            while (rows.next()) {
                String name = rows.getString(1);
                YearMonth month = name == null ? null : YearMonth.parse(name.replace('_', '-'));
                if (month != null && month.isBefore(oldest)) {
                    due.add(month);
                }
            }
        }
        return due;
    }

    /** The first month that is not older as a whole. */
    static YearMonth oldestKept(Connection connection, Duration keep) throws SQLException {
        return YearMonth.from(now(connection).minus(keep).atOffset(ZoneOffset.UTC));
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
        }
        return due;
    }

    /**
     * Summaries, looks and waiting jobs from before that month, a batch in a transaction: a long one would hold up followers,
     * summaries and seals. Again and again is the same, so a run that was ended is made good by the next one.
     */
    static void forget(Connection connection, YearMonth before) throws SQLException {
        OffsetDateTime end = before.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
        Story last = new Story("-infinity", "", false);
        for (List<Story> batch = stories(connection, last, end);
                !batch.isEmpty();
                batch = stories(connection, last, end)) {
            forget(connection, batch);
            last = batch.get(batch.size() - 1);
        }
        forgetLooks(connection, end);
        forgetJobs(connection, end);
    }

    private static void dropTable(Connection connection, String table, YearMonth month) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                dropTableNow(connection, table, month);
                return;
            } catch (SQLException e) {
                if (!Refusals.isHeld(e) || attempt == ATTEMPTS || !letOthersPass()) {
                    throw e;
                }
            }
        }
    }

    /** Those who queued behind it. False when this thread is to end. */
    private static boolean letOthersPass() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void dropTableNow(Connection connection, String table, YearMonth month) throws SQLException {
        inTransaction(connection, statement -> {
            // It waits for all who have read or written events in their transactions. Publishers queue behind it, and
            // have half a second more.
            statement.execute("SET LOCAL lock_timeout = '500ms'");
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            String partition = "backstory.%s_%04d_%02d".formatted(table, month.getYear(), month.getMonthValue());
            ReadSession session = new ReadSession(connection);
            Map<String, Long> unseen = table.equals("event") ? FollowerRow.unseen(session, partition) : Map.of();
            statement.execute("DROP TABLE IF EXISTS " + partition);
            FollowerRow.miss(session, unseen);
            return 0;
        });
    }

    /** A story that began before the month; {@code ended}: and so it did. */
    private record Story(String firstAt, String id, boolean ended) {}

    private static List<Story> stories(Connection connection, Story after, OffsetDateTime end) throws SQLException {
        List<Story> stories = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT first_at::text, correlation_id, last_at < ?"
                        + " FROM backstory.story WHERE first_at < ? AND (first_at, correlation_id) > (?::timestamptz, ?)"
                        + " ORDER BY story.first_at, correlation_id LIMIT " + STORIES)) {
            statement.setObject(1, end);
            statement.setObject(2, end);
            statement.setString(3, after.firstAt());
            statement.setString(4, after.id());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    stories.add(new Story(
                            Objects.requireNonNull(row.getString(1)),
                            Objects.requireNonNull(row.getString(2)),
                            row.getBoolean(3)));
                }
            }
        }
        return stories;
    }

    /**
     * A story that went on after the month keeps its summary, and its keys, until it has no event left; so does one that
     * happened before it and was told later. Not while summaries are made: one that comes back in between would have no keys.
     */
    private static void forget(Connection connection, List<Story> batch) throws SQLException {
        String[] ended = batch.stream().filter(Story::ended).map(Story::id).toArray(String[]::new);
        if (ended.length > 0) {
            inTransaction(connection, statement -> {
                statement.execute("SELECT pg_advisory_xact_lock(" + SummaryTurn.LOCK + ")");
                ReadSession session = new ReadSession(connection);
                List<String> gone = new ArrayList<>();
                session.query(GONE, row -> gone.add(row.getString(1)), (Object) ended);
                if (!gone.isEmpty()) {
                    SummaryRows.forget(session, gone);
                }
                return gone.size();
            });
        }
    }

    /**
     * Who looked at stories that are gone. Its trigger, which refuses this, is off within each transaction only; who looks
     * meanwhile waits for a batch.
     */
    private static void forgetLooks(Connection connection, OffsetDateTime end) throws SQLException {
        // They were written in the order of their ids, about: to look for older ones among all would read all.
        String oldest = "SELECT access_id FROM backstory.access_log ORDER BY access_id LIMIT " + BATCH;
        int deleted;
        do {
            deleted = inTransaction(connection, statement -> {
                if (!new ReadSession(connection)
                        .ask(
                                "SELECT EXISTS (SELECT FROM backstory.access_log WHERE at < ? AND access_id IN ("
                                        + oldest + "))",
                                end)) {
                    return 0;
                }
                statement.execute("SET LOCAL lock_timeout = '2s'");
                statement.execute("ALTER TABLE backstory.access_log DISABLE TRIGGER refuse_change");
                int batch = update(
                        connection,
                        "DELETE FROM backstory.access_log WHERE at < ? AND access_id IN (" + oldest + ")",
                        end);
                statement.execute("ALTER TABLE backstory.access_log ENABLE TRIGGER refuse_change");
                return batch;
            });
        } while (deleted > 0);
    }

    private static void forgetJobs(Connection connection, OffsetDateTime end) throws SQLException {
        int deleted;
        do {
            deleted = update(
                    connection,
                    "DELETE FROM backstory.waiting_job WHERE ticket IN (SELECT ticket FROM backstory.waiting_job"
                            + " WHERE scheduled_at < ? LIMIT " + BATCH + ")",
                    end);
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
}
