package dev.backstory.store.postgres;

import java.sql.SQLException;

/** Which followers' names are free. All that wait for one in this process ask on one connection, however many they are. */
final class Vacancies {

    private final KeptConnection connection;

    Vacancies(Connections connections) {
        this.connection = new KeptConnection(connections);
    }

    /** Whether no process has it, as far as is known without taking it. */
    synchronized boolean has(String name) throws SQLException {
        try {
            FollowerRow row = FollowerRow.watch(new ReadSession(connection.open()), name);
            return row == null || row.leaderIsAway();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    synchronized void close() {
        connection.close();
    }
}
