package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.context.Step;
import dev.backstory.store.EventStore;
import dev.backstory.store.InMemoryEventStore;
import dev.backstory.store.PendingEvent;
import dev.backstory.store.StepProtection;
import dev.backstory.store.StoryReader;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StoreWaitTest {

    /** A store whose database never answers. */
    private static final class Silent implements EventStore {

        final CompletableFuture<Receipt> answer = new CompletableFuture<>();

        @Override
        public CompletableFuture<Receipt> append(PendingEvent event) {
            return answer;
        }

        @Override
        public Receipt append(PendingEvent event, Connection connection) {
            throw new PublishException("no database");
        }

        @Override
        public void observe(Step step, int sink) {}

        @Override
        public void protectSteps(StepProtection protection) {}

        @Override
        public StoryReader reader() {
            return new InMemoryEventStore().reader();
        }

        @Override
        public void close() {}
    }

    private final Silent store = new Silent();
    private final EventPublisher publisher = EventPublisher.builder()
            .store(store)
            .setting("backstory.store.wait", "50ms")
            .build();

    @Test
    void publish_gives_up_in_time_and_says_which_setting_bounds_it() {
        long began = System.nanoTime();

        assertThatThrownBy(() -> publisher.publish(Event.of("A")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContainingAll("backstory.store.wait=50ms", "may still be stored");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(50), Duration.ofSeconds(5));
    }

    @Test
    void an_interrupted_publisher_learns_the_outcome_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> publisher.publish(Event.of("A"))).isInstanceOf(StoreUnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void publish_async_does_not_wait() {
        assertThat(publisher.publishAsync(Event.of("A"))).isNotDone();
    }

    @Test
    void what_the_store_says_is_thrown_where_it_was_published() {
        store.answer.completeExceptionally(new StoreUnavailableException("connection refused", null));

        assertThatThrownBy(() -> publisher.publish(Event.of("A")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("connection refused")
                .satisfies(thrown -> assertThat(thrown.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("publish")));
    }
}
