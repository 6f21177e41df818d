package dev.backstory.it.store;

import dev.backstory.EventPublisher;
import dev.backstory.store.InMemoryEventStore;

class InMemoryReadingIT extends ReadingContract {

    @Override
    EventPublisher open() {
        return EventPublisher.builder()
                .store(new InMemoryEventStore("shop"))
                .service("shop")
                .build();
    }
}
