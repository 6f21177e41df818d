package dev.backstory.it.store;

import dev.backstory.EventPublisher;
import dev.backstory.it.PostgresServer;

/** Publishers as an application configures them. */
final class Publishers {

    private Publishers() {}

    static EventPublisher to(PostgresServer.Database database) {
        return to(database.url(), database.user(), database.password(), "5s");
    }

    static EventPublisher to(String url, String user, String password, String wait) {
        return EventPublisher.builder()
                .service("shop")
                .setting("backstory.url", url)
                .setting("backstory.user", user)
                .setting("backstory.password", password)
                .setting("backstory.store.wait", wait)
                .setting("backstory.shutdown.wait", wait)
                .build();
    }
}
