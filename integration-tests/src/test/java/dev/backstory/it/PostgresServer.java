package dev.backstory.it;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The real PostgreSQL of this test JVM, started once: the one at {@code backstory.it.url} ({@code BACKSTORY_IT_URL}, with
 * the user and password in the URL) if given, else a container where Docker answers, else the embedded one.
 */
public final class PostgresServer {

    /** Major; a server that is given has its own. */
    static final String VERSION = System.getProperty("it.postgres", "18");

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final String url;
    private final String user;
    private final String password;

    private PostgresServer(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** A database of its own for one test class. */
    public static Database newDatabase(String name) {
        return Holder.SERVER.create(name);
    }

    private Database create(String name) {
        String database = "it_" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_") + "_"
                + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create a test database", e);
        }
        return new Database(withDatabase(url, database), user, password);
    }

    private static String withDatabase(String url, String database) {
        int query = url.indexOf('?');
        String options = query < 0 ? "" : url.substring(query);
        String base = query < 0 ? url : url.substring(0, query);
        return base.substring(0, base.lastIndexOf('/') + 1) + database + options;
    }

    private static PostgresServer start() {
        String given = given();
        if (given != null) {
            return at(given);
        }
        return hasDocker() ? container() : embedded();
    }

    /** The URL of the server to use; null when none is given. */
    static @Nullable String given() {
        String given = System.getProperty("backstory.it.url", System.getenv("BACKSTORY_IT_URL"));
        return given == null || given.isEmpty() ? null : given;
    }

    private static PostgresServer at(String given) {
        Properties parsed = Driver.parseURL(given, null);
        if (parsed == null) {
            throw new IllegalStateException("backstory.it.url is not a PostgreSQL JDBC URL");
        }
        return new PostgresServer(given, parsed.getProperty("user", "postgres"), parsed.getProperty("password", ""));
    }

    /** Whether containers can be started here. Docker itself is asked only where it may be: that takes seconds where it is not. */
    public static boolean hasDocker() {
        return (System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock")))
                && DockerClientFactory.instance().isDockerAvailable();
    }

    private static PostgresServer container() {
        @SuppressWarnings("resource") // Testcontainers removes it when this JVM ends.
        PostgreSQLContainer container =
                new PostgreSQLContainer("postgres:" + VERSION).withCommand("postgres", "-c", "max_connections=300");
        container.start();
        return new PostgresServer(container.getJdbcUrl(), container.getUsername(), container.getPassword());
    }

    private static PostgresServer embedded() {
        try {
            // Its own shutdown hook stops it.
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "300")
                    .start();
            return new PostgresServer(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The embedded PostgreSQL did not start (as root it needs user namespaces); give one with "
                            + "-Dbackstory.it.url=jdbc:postgresql://…",
                    e);
        }
    }

    private static final class Holder {
        static final PostgresServer SERVER = start();
    }

    /** An empty database, and how to reach it, also from a spawned JVM. */
    public record Database(String url, String user, String password) {

        /** Plain connections, not pooled. */
        public DataSource dataSource() {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            source.setUser(user);
            source.setPassword(password);
            return source;
        }

        /** Pooled connections, for as long as this JVM lives. */
        @SuppressWarnings("resource") // It ends with this JVM, as the server does.
        public DataSource pool() {
            HikariConfig config = new HikariConfig();
            config.setDataSource(dataSource());
            config.setMaximumPoolSize(4);
            return new HikariDataSource(config);
        }

        /** A connection of one's own. */
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        /** The one value that a query answers with. */
        public @Nullable String queryOne(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                return rows.next() ? rows.getString(1) : null;
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }

        /** Runs one statement. */
        public void execute(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }

        /** The settings that point a publisher in a spawned JVM here, as {@code -D} options. */
        public String[] jvmOptions() {
            return new String[] {
                "-Dbackstory.url=" + url, "-Dbackstory.user=" + user, "-Dbackstory.password=" + password
            };
        }
    }
}
