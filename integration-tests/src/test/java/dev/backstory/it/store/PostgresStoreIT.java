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
        return publisher(TcpProxy.url(database.url(), port), database, settings);
    }

    static EventPublisher publisher(String url, PostgresServer.Database database, Map<String, String> settings) {
        EventPublisher.Builder builder = EventPublisher.builder()
                .service("shop")
                .setting("backstory.url", url)
                .setting("backstory.user", database.user())
                .setting("backstory.password", database.password())
                .setting("backstory.store.wait", "60s");
        settings.forEach(builder::setting);
        return builder.build();
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
