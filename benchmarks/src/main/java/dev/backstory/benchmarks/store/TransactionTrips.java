package dev.backstory.benchmarks.store;

import dev.backstory.EventPublisher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** How many round trips an application's transaction takes, without an event, and what one in it adds. */
final class TransactionTrips {

    private static final int WARM_UP = 20;

    private interface Work {
        void in(Connection connection) throws SQLException;
    }

    private TransactionTrips() {}

    static String table(PGSimpleDataSource database) throws SQLException {
        PGSimpleDataSource counted = new PGSimpleDataSource();
        counted.setUrl(database.getUrl());
        counted.setUser(database.getUser());
        counted.setSocketFactory(RoundTrips.class.getName());
        try (EventPublisher publisher = Ours.publisherTo(database);
                Connection connection = counted.getConnection()) {
            try (var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE shop_order (id uuid PRIMARY KEY)");
            }
            connection.setAutoCommit(false);
            int alone = trips(connection, each -> {});
            int row = trips(connection, TransactionTrips::order);
            int event = trips(connection, each -> publisher.publish(OrderPlaced.next(), each));
            return "| in the caller's transaction | round trips |\n|---|---|\n"
                    + "| a row of the application's, and the commit | " + alone + " |\n"
                    + "| a second such row adds | " + (row - alone) + " |\n"
                    + "| an event adds | " + (event - alone) + " |";
        }
    }

    private static int trips(Connection connection, Work more) throws SQLException {
        int trips = 0;
        for (int i = 0; i < WARM_UP; i++) {
            int before = RoundTrips.soFar();
            order(connection);
            more.in(connection);
            connection.commit();
            trips = RoundTrips.soFar() - before;
        }
        return trips;
    }

    private static void order(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO shop_order VALUES (gen_random_uuid())")) {
            insert.executeUpdate();
        }
    }
}
