package dev.backstory.store.postgres;

import dev.backstory.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries of one call, in one read-only transaction that sees one state of the database. */
final class ReadSession {

    /** What is asked in one session. */
    interface Question<T> {
        T ask(ReadSession session) throws SQLException;
    }

    /** What is done with each row. */
    interface EachRow {
        void accept(ResultSet row) throws SQLException;
    }

    private static final String BEGIN =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;" + " SET LOCAL statement_timeout = '10s'";

    /** Longer than a statement may take, so that the server ends it and says why; publishers may have less patience. */
    private static final int ANSWER_MILLIS = 15_000;

    /**
     * For what is found along an index whatever the parameters are. There is an index for each month, and to plan for all of
     * them anew takes many times as long as to look into them.
     */
    private static final String PLANNED_ONCE = BEGIN + "; SET LOCAL plan_cache_mode = force_generic_plan";

    private static final int FETCH = 1_000;

    private final Connection connection;

    ReadSession(Connection connection) {
        this.connection = connection;
    }

    static <T> T read(Connections connections, Question<T> question) {
        return read(connections, BEGIN, question);
    }

    /** For questions about one story or event, which the database plans once for a connection. */
    static <T> T readOne(Connections connections, Question<T> question) {
        return read(connections, PLANNED_ONCE, question);
    }

    private static <T> T read(Connections connections, String begin, Question<T> question) {
        try (Connection connection = connections.open()) {
            connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
            connection.setAutoCommit(false);
            try (Statement beginning = connection.createStatement()) {
                beginning.execute(begin);
                return question.ask(new ReadSession(connection));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "The event store at " + connections.where() + " did not answer: " + e.getMessage(), e);
        }
    }

    /** What is made of a row. */
    interface RowAs<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** The one row. */
    <T> T one(String sql, RowAs<T> as, Object... parameters) throws SQLException {
        List<T> found = new ArrayList<>();
        query(sql, row -> found.add(as.of(row)), parameters);
        return found.get(0);
    }

    /** Yes or no. */
    boolean ask(String sql, Object... parameters) throws SQLException {
        return one(sql, row -> row.getBoolean(1), parameters);
    }

    /** Changes rows; answers how many. */
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Strings and numbers as they are; a {@code String[]} as a text array. */
    void query(String sql, EachRow each, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            // The driver fetches so many rows at a time: a big story is not held twice.
            statement.setFetchSize(FETCH);
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.accept(rows);
                }
            }
        }
    }

    private void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else {
                statement.setObject(i + 1, parameters[i]);
            }
        }
    }
}
