package dev.backstory.benchmarks.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** A connection of its own for each publisher, kept from slice to slice. */
final class Lanes<T> {

    /** What a publisher has on its connection. */
    interface Opening<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource database;
    private final Opening<T> opening;
    private final Map<Integer, Connection> connections = new ConcurrentHashMap<>();
    private final Map<Integer, T> lanes = new ConcurrentHashMap<>();

    Lanes(DataSource database, Opening<T> opening) {
        this.database = database;
        this.opening = opening;
    }

    T of(int publisher) throws SQLException {
        T lane = lanes.get(publisher);
        if (lane == null) {
            Connection connection = database.getConnection();
            connections.put(publisher, connection);
            lane = opening.on(connection);
            lanes.put(publisher, lane);
        }
        return lane;
    }

    void close() throws SQLException {
        for (Connection each : connections.values()) {
            each.close();
        }
    }
}
