package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection that one thread opens when it has work, keeps for as long as it has, and opens anew when it broke. */
final class KeptConnection {

    /** Of one that works through what is stored, which may have to come from a cold disk. */
    static final Duration FOR_WORK = Duration.ofMinutes(1);

    private final Connections connections;
    private final @Nullable Duration patience;
    private volatile @Nullable Connection connection;

    /** One that waits for an answer as long as publishers do. */
    KeptConnection(Connections connections) {
        this(connections, null);
    }

    /** One that waits that long for an answer; null: as publishers do. */
    KeptConnection(Connections connections, @Nullable Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.open();
            connection = open;
            if (patience != null) {
                open.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
            }
            Schema.readCommitted(open);
        }
        return open;
    }

    /** The open one; null when there is none. */
    @Nullable
    Connection ifOpen() {
        return connection;
    }

    /** From any thread: who waits for an answer on it does not get one. */
    void abort() {
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                PostgresEventStore.LOG.debug("a connection did not close", e);
            }
        }
    }

    void close() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException e) {
                PostgresEventStore.LOG.debug("a broken connection did not close", e);
            }
        }
    }
}
