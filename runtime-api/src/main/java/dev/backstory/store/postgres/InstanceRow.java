package dev.backstory.store.postgres;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * This process's own row.
 *
 * @param id made anew for each store
 * @param service the service's name
 */
record InstanceRow(String id, String service) {

    void insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO backstory.instance (instance_id, service, host, pid) VALUES (?::uuid, ?, ?, ?)"
                        + " ON CONFLICT (instance_id) DO UPDATE SET heartbeat_at = clock_timestamp()")) {
            statement.setString(1, id);
            statement.setString(2, Escapes.needed(service) ? Escapes.escape(service) : service);
            statement.setString(3, host());
            statement.setLong(4, ProcessHandle.current().pid());
            statement.executeUpdate();
        }
    }

    void heartbeat(Connection connection) throws SQLException {
        update(connection, "heartbeat_at = clock_timestamp()");
    }

    void stop(Connection connection) throws SQLException {
        update(connection, "stopped_at = clock_timestamp()");
    }

    private void update(Connection connection, String what) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE backstory.instance SET " + what + " WHERE instance_id = ?::uuid")) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
