package dev.backstory.sample;

import dev.backstory.EventPublisher;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that {@code backstory.url} names, else one of the service's own that starts and stops with it. */
public final class ShopDatabase implements AutoCloseable {

    private final @Nullable EmbeddedPostgres own;
    private final String url;
    private final String user;
    private final String password;

    private ShopDatabase(@Nullable EmbeddedPostgres own, String url, String user, String password) {
        this.own = own;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** The one that the settings name. */
    public static ShopDatabase configured(UnaryOperator<String> settings) {
        String url = settings.apply("backstory.url");
        return url.isEmpty()
                ? embedded()
                : new ShopDatabase(null, url, settings.apply("backstory.user"), settings.apply("backstory.password"));
    }

    private static ShopDatabase embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "100")
                    .setRegisterShutdownHook(false)
                    .start();
            return new ShopDatabase(postgres, postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL does not start. As root it needs user namespaces (try: unshare -U true)."
                            + " Run as another user, or name a database with BACKSTORY_URL, BACKSTORY_USER and"
                            + " BACKSTORY_PASSWORD.",
                    e);
        }
    }

    /** All that Backstory has to be told, and only because the database is made on the spot. */
    public EventPublisher publisher(String service) {
        EventPublisher.Builder builder =
                EventPublisher.builder().service(service).setting("backstory.url", url);
        if (!user.isEmpty()) {
            builder.setting("backstory.user", user).setting("backstory.password", password);
        }
        return builder.build();
    }

    /** A connection for the service's own tables. */
    public Connection connect() throws SQLException {
        return user.isEmpty() ? DriverManager.getConnection(url) : DriverManager.getConnection(url, user, password);
    }

    /** Its JDBC address. */
    public String url() {
        return url;
    }

    /** Who connects; empty when the address says it. */
    public String user() {
        return user;
    }

    /** That user's password. */
    public String password() {
        return password;
    }

    @Override
    public void close() throws IOException {
        if (own != null) {
            own.close();
        }
    }
}
