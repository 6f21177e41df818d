package dev.backstory.store.postgres;

import dev.backstory.StoreUnavailableException;
import dev.backstory.personal.KeyTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Keys in the table {@code personal_key}, each call in a transaction of its own, never in the caller's: that may roll back. */
final class PostgresKeyTable implements KeyTable {

    private static final String COLUMNS = "key_id::text, subject_hash, wrapped, erased_at";

    private static final String PUT = "WITH made AS (INSERT INTO backstory.personal_key (key_id, subject_hash, wrapped)"
            + " VALUES (?::uuid, ?, ?) ON CONFLICT (subject_hash) DO NOTHING RETURNING *)"
            + " SELECT " + COLUMNS + " FROM made UNION ALL"
            + " SELECT " + COLUMNS + " FROM backstory.personal_key WHERE subject_hash = ? LIMIT 1";

    private static final String ERASE = "INSERT INTO backstory.personal_key AS k (key_id, subject_hash, erased_at)"
            + " VALUES (?::uuid, ?, clock_timestamp()) ON CONFLICT (subject_hash)"
            + " DO UPDATE SET wrapped = NULL, erased_at = excluded.erased_at WHERE k.erased_at IS NULL";

    /** What is asked of a connection. */
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private final Connections connections;
    private final BooleanSupplier ready;
    private final Duration patience;
    private final boolean keep;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection kept;
    private boolean hasFailed;
    private long lastFailureAt;

    private PostgresKeyTable(Connections connections, BooleanSupplier ready, Duration patience, boolean keep) {
        this.connections = connections;
        this.ready = ready;
        this.patience = patience;
        this.keep = keep;
    }

    /**
     * For a store that writes: keeps one connection.
     *
     * @param ready waits for the tables to be there, within bounds; false when they are not
     * @param patience how long a publisher waits for others that ask
     */
    static PostgresKeyTable ofWriter(Connections connections, BooleanSupplier ready, Duration patience) {
        return new PostgresKeyTable(connections, ready, patience, true);
    }

    /** For reading, with a connection from a pool for each call. */
    static PostgresKeyTable ofReader(Connections connections) {
        return new PostgresKeyTable(connections, () -> true, Duration.ofSeconds(15), false);
    }

    @Override
    public Row putIfAbsent(Row proposed) {
        return askWhenReady(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PUT)) {
                statement.setString(1, proposed.keyId());
                statement.setBytes(2, proposed.subjectHash());
                statement.setBytes(3, proposed.wrapped());
                statement.setBytes(4, proposed.subjectHash());
                while (true) {
                    try (ResultSet rows = statement.executeQuery()) {
                        // None when another process's row was committed while this waited for it: seen the next time.
                        if (rows.next()) {
                            return row(rows);
                        }
                    }
                }
            }
        });
    }

    @Override
    public Map<String, Row> byId(Set<String> keyIds) {
        return ask(connection -> {
            Map<String, Row> found = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT " + COLUMNS + " FROM backstory.personal_key WHERE key_id = ANY (?::uuid[])")) {
                String[] ids = keyIds.stream().filter(Ids::isUuid).toArray(String[]::new);
                statement.setArray(1, connection.createArrayOf("text", ids));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        Row row = row(rows);
                        found.put(row.keyId(), row);
                    }
                }
            }
            return found;
        });
    }

    @Override
    public @Nullable Row find(byte[] subjectHash) {
        List<Row> found = askWhenReady(connection -> find(connection, subjectHash));
        return found.isEmpty() ? null : found.get(0);
    }

    private static List<Row> find(Connection connection, byte[] subjectHash) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM backstory.personal_key WHERE subject_hash = ?")) {
            statement.setBytes(1, subjectHash);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? List.of(row(rows)) : List.of();
            }
        }
    }

    @Override
    public @Nullable Row oldest() {
        List<Row> found = askWhenReady(connection -> {
            // Their ids begin with the time.
            try (PreparedStatement statement = connection.prepareStatement(
                            "SELECT " + COLUMNS
                                    + " FROM backstory.personal_key WHERE wrapped IS NOT NULL ORDER BY personal_key.key_id LIMIT 1");
                    ResultSet rows = statement.executeQuery()) {
                return rows.next() ? List.of(row(rows)) : List.of();
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public Row erase(byte[] subjectHash, String idIfNone) {
        return askWhenReady(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ERASE)) {
                statement.setString(1, idIfNone);
                statement.setBytes(2, subjectHash);
                statement.executeUpdate();
            }
            return find(connection, subjectHash).get(0);
        });
    }

    private static Row row(ResultSet row) throws SQLException {
        OffsetDateTime erasedAt = row.getObject(4, OffsetDateTime.class);
        return new Row(
                Objects.requireNonNull(row.getString(1)),
                Objects.requireNonNull(row.getBytes(2)),
                row.getBytes(3),
                erasedAt == null ? null : erasedAt.toInstant());
    }

    /** The first process may still be making the table. */
    private <T> T askWhenReady(Question<T> question) {
        if (!ready.getAsBoolean()) {
            throw away(null);
        }
        return ask(question);
    }

    /**
     * On the one connection that is kept; when that turns out to be broken, once more on another. Whoever had to wait while
     * somebody else found the database away does not find that out again.
     */
    private <T> T ask(Question<T> question) {
        long asked = System.nanoTime();
        if (!isFree()) {
            throw away(null);
        }
        try {
            if (hasFailed && lastFailureAt - asked > 0) {
                throw away(null);
            }
            return askAlone(question);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFree() {
        try {
            return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }

    private <T> T askAlone(Question<T> question) {
        Connection before = kept;
        if (before != null) {
            try {
                return question.ask(before);
            } catch (SQLException e) {
                disconnect();
            }
        }
        try {
            Connection fresh = connections.open();
            kept = fresh;
            return question.ask(fresh);
        } catch (SQLException e) {
            hasFailed = true;
            lastFailureAt = System.nanoTime();
            disconnect();
            throw away(e);
        } finally {
            if (!keep) {
                disconnect();
            }
        }
    }

    private StoreUnavailableException away(@Nullable SQLException e) {
        return new StoreUnavailableException(
                "The keys of data subjects at " + connections.where() + " cannot be had"
                        + (e == null ? " in time" : ": " + e.getMessage()) + "; nothing of the person is stored.",
                e);
    }

    void close() {
        lock.lock();
        try {
            disconnect();
        } finally {
            lock.unlock();
        }
    }

    private void disconnect() {
        Connection old = kept;
        kept = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException e) {
                PostgresEventStore.LOG.debug("a broken connection did not close", e);
            }
        }
    }
}
