package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.store.InMemoryEventStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineageTest {

    private final InMemoryEventStore store = new InMemoryEventStore("shop");
    private final EventPublisher publisher =
            EventPublisher.builder().store(store).build();

    @Test
    void events_of_a_request_know_all_that_led_to_them_and_others_are_told_by_their_thread() throws Exception {
        Step request = Step.of(Step.REQUEST, "POST /orders").start();
        Receipt placed;
        try (Scope scope = request.context().activate()) {
            assertThat(scope).isNotNull();
            placed = publisher.publish(Event.of("OrderPlaced").build());
        }
        request.end();
        Thread worker = new Thread(() -> publisher.publish(Event.of("MailSent").build()), "mail-7");
        worker.start();
        worker.join();
        String lost = store.events().get(1).correlationId();
        String missing = UuidV7.nextText();
        Receipt stray = publisher.publish(Event.of("Answered").causedBy(missing).build());

        Lineage lineage = new Lineage();
        lineage.add(store.reader().story(placed.correlationId()));
        assertThat(lineage.share()).isEqualTo(1);
        lineage.add(store.reader().story(lost));
        lineage.add(store.reader().story(stray.correlationId()));
        assertThat(lineage.events()).isEqualTo(3);
        assertThat(lineage.complete()).isEqualTo(1);
        assertThat(lineage.lost()).containsExactly(Map.entry("MailSent on thread mail-# in shop", 1));
        assertThat(lineage.unresolved()).containsExactly(Map.entry("Answered in shop", 1));
    }
}
