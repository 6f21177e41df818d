package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A connection that one thread opens when it has work, keeps for as long as it has, and opens anew when it broke. */
final class KeptConnection {

    private final Connections connections;
    private @Nullable Connection connection;

    KeptConnection(Connections connections) {
        this.connections = connections;
    }

    Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.open();
            connection = open;
            Schema.readCommitted(open);
        }
        return open;
    }

    /** The open one; null when there is none. */
    @Nullable
    Connection ifOpen() {
        return connection;
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
