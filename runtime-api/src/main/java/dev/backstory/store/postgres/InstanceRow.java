package dev.backstory.store.postgres;

import dev.backstory.store.journal.JournalOwner;
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

    /** A process that is no more: never heard of since it started. */
    static void insertPast(Connection connection, JournalOwner owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO backstory.instance (instance_id, service, host, pid, started_at, heartbeat_at)"
                        + " SELECT ?::uuid, ?, ?, ?, s.at, s.at FROM (SELECT ?::timestamptz) AS s (at)"
                        + " ON CONFLICT (instance_id) DO NOTHING")) {
            statement.setString(1, owner.instanceId());
            statement.setString(2, owner.service());
            statement.setString(3, owner.host());
            statement.setLong(4, Long.parseLong(owner.pid()));
            statement.setString(5, owner.startedAt().isEmpty() ? "epoch" : owner.startedAt());
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
