package dev.backstory.viewer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.backstory.audit.AuditLog;
import dev.backstory.personal.KeyTable;
import dev.backstory.personal.MasterKeys;
import dev.backstory.personal.PersonalReader;
import dev.backstory.personal.StoredKeys;
import dev.backstory.store.StoryReader;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.PostgresStoryReader;
import javax.sql.DataSource;

/** A small read-only pool of its own, and the reader on it. Opens also while the database is away. */
public final class StoreConnection implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final int WAIT_MILLIS = 5_000;

    private final HikariDataSource pool;

    private StoreConnection(HikariDataSource pool) {
        this.pool = pool;
    }

    /** Connections are made when they are first needed. */
    public static StoreConnection open(Options options) {
        return open(options, true);
    }

    /** One that may insert, for the log of who looked at what. */
    static StoreConnection forAccessLog(Options options) {
        return open(options, false);
    }

    private static StoreConnection open(Options options, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(readOnly ? "backstory-viewer" : "backstory-viewer-log");
        config.setJdbcUrl(options.url());
        config.setUsername(options.user());
        config.setPassword(options.password());
        config.setReadOnly(readOnly);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "backstory-viewer");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "30");
        return new StoreConnection(new HikariDataSource(config));
    }

    /** Reads what is stored there; personal data too, where this process has the master key. */
    public StoryReader reader() {
        return new PersonalReader(new PostgresStoryReader(pool), new StoredKeys(keys(), MasterKeys.ofProcess()));
    }

    /** The audit logs there, by the rules that count now. */
    public AuditLog auditLog() {
        return new AuditLog(reader(), PostgresEventStore.auditRules(pool));
    }

    /** The wrapped keys of data subjects there. */
    public KeyTable keys() {
        return PostgresEventStore.keys(pool);
    }

    DataSource source() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
