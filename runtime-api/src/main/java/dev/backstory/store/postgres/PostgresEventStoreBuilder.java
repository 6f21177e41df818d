package dev.backstory.store.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A {@link PostgresEventStore} in the making; for one thread. */
public final class PostgresEventStoreBuilder {

    private @Nullable String url;
    private @Nullable String user;
    private @Nullable String password;
    private @Nullable DataSource dataSource;
    String service = "unnamed";
    Duration wait = Duration.ofSeconds(5);
    Duration shutdownWait = Duration.ofSeconds(5);
    SchemaMode schema = SchemaMode.MIGRATE;
    Map<String, String> auditRules = Map.of();
    long queueBytes = 64L << 20;
    WhenFull whenQueueFull = WhenFull.WAIT;
    JournalOptions journal = JournalOptions.NONE;
    boolean summaries = true;
    final List<Chore> chores = new ArrayList<>();

    @Nullable
    RetentionChore retention;

    PostgresEventStoreBuilder() {}

    /** The JDBC URL. */
    public PostgresEventStoreBuilder url(String jdbcUrl) {
        this.url = jdbcUrl;
        return this;
    }

    /** The database user; null: as the URL says. */
    public PostgresEventStoreBuilder user(@Nullable String name) {
        this.user = name;
        return this;
    }

    /** The database user's password; null: as the URL says, or none. */
    public PostgresEventStoreBuilder password(@Nullable String secret) {
        this.password = secret;
        return this;
    }

    /** The application's pool, instead of a URL: the store connects to where that does, and takes none out of it. */
    public PostgresEventStoreBuilder dataSource(DataSource pool) {
        this.dataSource = pool;
        return this;
    }

    /** The name of the service that publishes. */
    public PostgresEventStoreBuilder service(String name) {
        this.service = name;
        return this;
    }

    /** How long a publisher waits for the database: {@code backstory.store.wait}. */
    public PostgresEventStoreBuilder storeWait(Duration atMost) {
        this.wait = atMost;
        return this;
    }

    /** How long {@link PostgresEventStore#close} waits: {@code backstory.shutdown.wait}. */
    public PostgresEventStoreBuilder shutdownWait(Duration atMost) {
        this.shutdownWait = atMost;
        return this;
    }

    /** What to do about the tables: {@code backstory.schema}. */
    public PostgresEventStoreBuilder schema(SchemaMode mode) {
        this.schema = mode;
        return this;
    }

    /** How much memory waiting events may take, and what happens beyond: {@code backstory.queue.size}, {@code .full}. */
    public PostgresEventStoreBuilder queue(long bytes, WhenFull whenFull) {
        this.queueBytes = bytes;
        this.whenQueueFull = whenFull;
        return this;
    }

    /** Where events go while the database is away: {@code backstory.journal.dir}, {@code .size}, {@code .full}. */
    public PostgresEventStoreBuilder journal(Path directory, long bytes, WhenFull whenFull) {
        this.journal = new JournalOptions.InDirectory(directory, bytes, whenFull);
        return this;
    }

    /** Whether this process may be the one that keeps the summaries for search: {@code backstory.summaries}. */
    public PostgresEventStoreBuilder summaries(boolean keep) {
        this.summaries = keep;
        return this;
    }

    /** This process seals days that are over, signed with the key of that file, if one is given: {@code backstory.seal}. */
    public PostgresEventStoreBuilder seal(@Nullable Path key) {
        this.chores.add(new SealChore(key));
        return this;
    }

    /**
     * This process drops months that are older than what is to be kept, or only says which they are when it connects:
     * {@code backstory.retention}, {@code .drop}.
     */
    public PostgresEventStoreBuilder retention(Duration keep, boolean drop) {
        if (keep.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("at least a day is kept, not " + keep);
        }
        if (drop) {
            this.chores.add(new RetentionChore(keep, true));
        } else {
            this.retention = new RetentionChore(keep, false);
        }
        return this;
    }

    /** The rules of audit logs, by name: {@code backstory.audit.<name>}; kept in the database as further versions where they changed. */
    public PostgresEventStoreBuilder auditRules(Map<String, String> rules) {
        this.auditRules = Map.copyOf(rules);
        return this;
    }

    /** The store; it connects in the background. */
    public PostgresEventStore build() {
        Connections connections = dataSource != null
                ? Connections.of(dataSource, wait)
                : Connections.to(Objects.requireNonNull(url, "url or dataSource"), user, password, wait);
        PostgresEventStore store = new PostgresEventStore(this, connections);
        store.start();
        return store;
    }
}
