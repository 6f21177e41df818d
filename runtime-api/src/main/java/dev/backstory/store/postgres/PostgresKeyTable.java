package dev.backstory.store.postgres;

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
import java.util.function.LongSupplier;
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

    private final KeyQuestions questions;
    private final LongSupplier deadline;

    private PostgresKeyTable(KeyQuestions questions, LongSupplier deadline) {
        this.questions = questions;
        this.deadline = deadline;
    }

    /** @param patience how long a caller waits for an answer */
    PostgresKeyTable(KeyQuestions questions, Duration patience) {
        this(questions, () -> System.nanoTime() + patience.toNanos());
    }

    @Override
    public KeyTable within(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        return new PostgresKeyTable(questions, () -> end);
    }

    @Override
    public Row putIfAbsent(Row proposed) {
        return ask(connection -> {
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
        List<Row> found = ask(connection -> find(connection, subjectHash));
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
        List<Row> found = ask(connection -> {
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
        return ask(connection -> {
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

    private <T> T ask(Connections.Work<T> question) {
        return questions.ask(question, deadline.getAsLong());
    }
}
