package dev.backstory.store.postgres;

import dev.backstory.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** How the store gets connections of its own. */
interface Connections {

    /** A connection in autocommit, whose reads do not wait for ever. */
    Connection open() throws SQLException;

    /** Which database it is, for messages; says no password. */
    String where();

    /** Whether they are the driver's own, which any thread may use; those of a container may be tied to a transaction. */
    boolean areOurs();

    /** What is done with a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Opens one for that alone. */
    default <T> T with(Work<T> work) {
        try (Connection connection = open()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "The event store at " + where() + " did not answer: " + e.getMessage(), e);
        }
    }

    static Connections to(String url, @Nullable String user, @Nullable String password, Duration wait) {
        return new Connections() {
            @Override
            public Connection open() throws SQLException {
                return connect(url, user, password, Map.of(), wait);
            }

            @Override
            public String where() {
                return withoutOptions(url);
            }

            @Override
            public boolean areOurs() {
                return true;
            }
        };
    }

    /** Options may have a password among them. */
    static String withoutOptions(String url) {
        int options = url.indexOf('?');
        return options < 0 ? url : url.substring(0, options);
    }

    private static boolean hasSeveralServers(String url) {
        String servers = withoutOptions(url);
        return servers.indexOf(',') >= 0;
    }

    static Connection connect(
            String url, @Nullable String user, @Nullable String password, Map<?, ?> more, Duration wait)
            throws SQLException {
        Properties properties = new Properties();
        properties.putAll(more);
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        String seconds = Long.toString(Math.max(1, wait.toSeconds()));
        properties.setProperty("connectTimeout", seconds);
        // Also bounds a server that accepts the connection and never answers.
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "backstory");
        if (hasSeveralServers(url)) {
            // The first that answers may only read: a standby, or what was the primary before. What the URL or the pool
            // says counts first.
            properties.putIfAbsent("targetServerType", "primary");
        }
        Connection connection = JdbcDriver.make().connect(url, properties);
        if (connection == null) {
            throw new SQLException("backstory.url is not a PostgreSQL JDBC URL");
        }
        return connection;
    }

    /** Those of a pool's database, or of a source that is for the store alone. */
    static Connections of(DataSource source, Duration wait) {
        Connections beside = BesidePool.of(source, wait);
        if (beside != null) {
            return beside;
        }
        PostgresEventStore.LOG.warn(
                "{} does not say which database it connects to, so the event store keeps one of its connections for itself."
                        + " If it is a pool, set backstory.url, backstory.user and backstory.password.",
                source.getClass().getName());
        return from(source, wait, false);
    }

    /** Those of a source, for reading. */
    static Connections from(DataSource source, Duration wait) {
        return from(source, wait, false);
    }

    /** Those of a source, which are the driver's own or not. */
    static Connections from(DataSource source, Duration wait, boolean ours) {
        int millis = (int) Math.max(1000, wait.toMillis());
        return new Connections() {
            @Override
            public Connection open() throws SQLException {
                Connection connection = source.getConnection();
                connection.setNetworkTimeout(Runnable::run, millis);
                if (!connection.getAutoCommit()) {
                    connection.setAutoCommit(true);
                }
                return connection;
            }

            @Override
            public String where() {
                return "the given " + source.getClass().getSimpleName();
            }

            @Override
            public boolean areOurs() {
                return ours;
            }
        };
    }
}
