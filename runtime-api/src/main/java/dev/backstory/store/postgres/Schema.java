package dev.backstory.store.postgres;

import dev.backstory.PublishException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backstory's tables: created, migrated or checked, and given a partition for each month. */
final class Schema {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    /** The scripts in their order; the first is version 1. */
    private static final List<String> SCRIPTS = List.of(
            "V1__events_and_steps.sql",
            "V2__summaries.sql",
            "V3__access_log.sql",
            "V4__keys_rules_and_seals.sql",
            "V5__seals.sql",
            "V6__waiting_jobs.sql",
            "V7__followers.sql",
            "V8__keys_by_story.sql",
            "V9__no_index_by_position.sql");

    /** The modes in which nobody else writes, held or waited for, on the tables or a month of them. */
    private static final String LOCKED =
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'relation'"
                    + " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
                    + " AND l.pid IS DISTINCT FROM pg_backend_pid() AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock',"
                    + " 'ExclusiveLock', 'AccessExclusiveLock') AND l.relation IN (WITH parent (id) AS"
                    + " (VALUES ('backstory.event'::regclass::oid), ('backstory.step_observation'::regclass::oid))"
                    + " SELECT id FROM parent UNION ALL SELECT inhrelid FROM pg_catalog.pg_inherits JOIN parent ON inhparent = id))";

    private static final long LOCK = 7022360471883120750L;
    private static final int MIGRATION_MILLIS = (int) Duration.ofHours(6).toMillis();

    private Schema() {}

    /** Brings the schema where the mode wants it; the connection is in autocommit before and after. */
    static void prepare(Connection connection, SchemaMode mode) throws SQLException {
        switch (mode) {
            case OFF -> {}
            case VALIDATE -> {
                validate(version(connection));
                refuseIncompatible(connection);
            }
            case MIGRATE -> {
                // Without the lock first: a start on a finished schema waits for nobody.
                if (version(connection) < SCRIPTS.size()) {
                    migrate(connection);
                }
                refuseIncompatible(connection);
            }
        }
        beginGeneration(connection);
    }

    /**
     * Before anything is stored, and now and then: after a restore into another cluster transaction ids begin anew, and
     * followers must know. A pooler, or a restore behind an address that stays, may bring a connection there that is open already.
     */
    static void beginGeneration(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean known;
            try (ResultSet row = statement.executeQuery("SELECT to_regnamespace('backstory') IS NOT NULL"
                    + " AND to_regprocedure('backstory.begin_generation()') IS NOT NULL")) {
                known = row.next() && row.getBoolean(1);
            }
            if (known) {
                statement.execute("SELECT backstory.begin_generation()");
            }
        }
    }

    /** The version that this library makes. */
    static int newest() {
        return SCRIPTS.size();
    }

    /** The SQL of all versions above that one, for those who run it themselves. */
    static String script(int above) {
        if (above < 0) {
            throw new IllegalArgumentException("A schema's version is at least 0: " + above);
        }
        List<String> missing = SCRIPTS.subList(Math.min(above, SCRIPTS.size()), SCRIPTS.size());
        StringBuilder all = new StringBuilder();
        if (above > 0 && !missing.isEmpty()) {
            all.append(onlyAt(above));
        }
        for (String each : missing) {
            all.append(read(each));
        }
        return all.toString();
    }

    /** A version that was left out would count as there: processes ask for the highest. */
    private static String onlyAt(int version) {
        return """
                DO $$ BEGIN
                    IF (SELECT max(version) FROM backstory.schema_version) IS DISTINCT FROM %d THEN
                        RAISE EXCEPTION 'This SQL is for version %d of the schema backstory, which is at version %%',
                            (SELECT max(version) FROM backstory.schema_version);
                    END IF;
                END $$;

                """.formatted(version, version);
    }

    private static void validate(int version) {
        if (version < SCRIPTS.size()) {
            throw new PublishException("The database's schema \"backstory\" is "
                    + (version == 0 ? "missing" : "at version " + version)
                    + ", this library needs version "
                    + SCRIPTS.size()
                    + ": let its owner run what `backstory schema"
                    + (version == 0 ? "" : " --above " + version)
                    + "` prints, or set backstory.schema=migrate and give the user the right to create it");
        }
    }

    /** An index on a large table takes its time: whoever gives up has to begin anew, while the server still makes the first. */
    private static void migrate(Connection connection) throws SQLException {
        int patience = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, MIGRATION_MILLIS);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute("SET LOCAL statement_timeout = 0");
            int before = version(connection);
            for (int version = before; version < SCRIPTS.size(); version++) {
                statement.execute(read(SCRIPTS.get(version)));
            }
            connection.commit();
            if (before < SCRIPTS.size()) {
                LOG.info("Backstory's schema went from version {} to {}", before, SCRIPTS.size());
            }
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
            connection.setNetworkTimeout(Runnable::run, patience);
        }
    }

    /** A newer schema that only adds to what this library knows is fine. */
    private static void refuseIncompatible(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT max(version), bool_and(additive)"
                        + " FROM backstory.schema_version WHERE version > " + SCRIPTS.size())) {
            if (row.next() && row.getInt(1) > 0) {
                if (!row.getBoolean(2)) {
                    throw new PublishException("The database's schema \"backstory\" is at version " + row.getInt(1)
                            + ", which this library cannot write (it knows version " + SCRIPTS.size()
                            + "): use a newer runtime-api");
                }
                LOG.info(
                        "Backstory's schema is at version {}, newer than this library's {}; it only adds to it",
                        row.getInt(1),
                        SCRIPTS.size());
            }
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Not to_regclass: after waiting for the lock, that may still answer from the cache that it had before.
            try (ResultSet row = statement.executeQuery("SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c"
                    + " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = 'backstory' AND c.relname = 'schema_version')")) {
                if (row.next() && row.getBoolean(1)) {
                    return 0;
                }
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT coalesce(max(version), 0) FROM backstory.schema_version")) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /** Makes the partitions of the instant's month unless they exist. */
    static void createPartition(Connection connection, Instant inMonth, LockWait wait) throws SQLException {
        OffsetDateTime month = inMonth.atOffset(ZoneOffset.UTC);
        try (PreparedStatement exists = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            exists.setString(
                    1, "backstory.step_observation_%04d_%02d".formatted(month.getYear(), month.getMonthValue()));
            try (ResultSet row = exists.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    return;
                }
            }
        }
        try (PreparedStatement create =
                connection.prepareStatement("SELECT " + wait.setting + ", backstory.create_partition(?)")) {
            create.setObject(1, month);
            create.execute();
        }
    }

    /** Whatever the role's default is. Where that need not change it is left: a session behind a pooler is another's next. */
    static void readCommitted(Connection connection) throws SQLException {
        if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    /**
     * Whether somebody keeps everybody from writing, or waits to, for example to alter a table; asked after a wait was cut
     * short. Not by LOCK TABLE: a writer that may insert into some columns only may not do that.
     */
    static boolean isLocked(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOCKED)) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            return true;
        }
    }

    private static String read(String script) {
        try (InputStream in = Schema.class.getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalStateException("runtime-api's jar lacks " + script);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
