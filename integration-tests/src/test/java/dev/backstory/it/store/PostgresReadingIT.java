package dev.backstory.it.store;

import dev.backstory.EventPublisher;
import dev.backstory.it.PostgresServer;

class PostgresReadingIT extends ReadingContract {

    @Override
    EventPublisher open() {
        PostgresServer.Database database = PostgresServer.newDatabase("reading");
        return Publishers.to(database.url(), database.user(), database.password(), "60s");
    }
}
