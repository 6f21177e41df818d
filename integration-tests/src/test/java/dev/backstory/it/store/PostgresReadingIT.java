package dev.backstory.it.store;

import dev.backstory.EventPublisher;
import dev.backstory.it.PostgresServer;

class PostgresReadingIT extends ReadingContract {

    @Override
    EventPublisher open() {
        return Publishers.to(PostgresServer.newDatabase("reading"));
    }
}
