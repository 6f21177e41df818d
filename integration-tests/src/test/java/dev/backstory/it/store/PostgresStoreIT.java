package dev.backstory.it.store;

import dev.backstory.EventPublisher;
import dev.backstory.it.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

class PostgresStoreIT extends DatabaseStoreContract {

    private final PostgresServer.Database database = PostgresServer.newDatabase("contract");

    @Override
    EventPublisher open(int port, Map<String, String> settings) {
        return Publishers.to(TcpProxy.url(database.url(), port), database, settings);
    }

    @Override
    int port() {
        return TcpProxy.portOf(database.url());
    }

    @Override
    Connection connect() throws SQLException {
        return database.connect();
    }
}
