package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.store.InMemoryEventStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryStoreIT extends EventStoreContract {

    private final InMemoryEventStore store = new InMemoryEventStore("shop");

    @Override
    EventPublisher open(Map<String, String> settings) {
        EventPublisher.Builder builder = EventPublisher.builder().store(store).service("shop");
        settings.forEach(builder::setting);
        return builder.build();
    }

    @Test
    void a_follower_that_wants_a_transaction_does_not_start() {
        try (EventPublisher publisher = open(Map.of())) {
            Follower.Builder follower = publisher.follower("transactional");
            assertThatThrownBy(() -> follower.startInTransaction((event, connection) -> {}))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
