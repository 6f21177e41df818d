package dev.backstory.it.store;

import dev.backstory.EventPublisher;
import dev.backstory.it.PostgresServer;
import java.util.Map;

class PostgresStoreIT extends EventStoreContract {

    private final PostgresServer.Database database = PostgresServer.newDatabase("contract");

    @Override
    EventPublisher open(Map<String, String> settings) {
        return publisher(database.url(), database, settings);
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
}
