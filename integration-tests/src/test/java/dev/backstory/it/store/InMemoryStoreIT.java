package dev.backstory.it.store;

import dev.backstory.EventPublisher;
import dev.backstory.store.InMemoryEventStore;
import java.util.Map;

class InMemoryStoreIT extends EventStoreContract {

    private final InMemoryEventStore store = new InMemoryEventStore("shop");

    @Override
    EventPublisher open(Map<String, String> settings) {
        EventPublisher.Builder builder = EventPublisher.builder().store(store).service("shop");
        settings.forEach(builder::setting);
        return builder.build();
    }
}
