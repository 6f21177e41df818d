package dev.backstory.sample;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that {@code backstory.url} names, else one of the shop's own that starts and stops with it. */
final class ShopDatabase implements AutoCloseable {

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

    static ShopDatabase at(String url, String user, String password) {
        return new ShopDatabase(null, url, user, password);
    }

    static ShopDatabase embedded() {
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

    String url() {
        return url;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    @Override
    public void close() throws IOException {
        if (own != null) {
            own.close();
        }
    }
}
