package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.store.journal.JournalStatus;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.WhenFull;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the database does not take out of the journal: never, or not yet. */
class JournalRefusedIT extends JournalFixture {

    @Test
    void an_event_published_again_is_stored_once_and_what_can_never_be_stored_is_set_aside(@TempDir Path journal)
            throws Exception {
        EventPublisher publisher = publisher(journal);
        String story = "aside-" + UUID.randomUUID();
        String id = UuidV7.nextText();
        List<Receipt> receipts = new ArrayList<>();
        network.away();
        receipts.add(
                publisher.publish(Event.of("Fact").id(id).correlationId(story).data(Map.of("n", 1))));
        publisher.publish(Event.of("Fact").id(id).correlationId(story).data(Map.of("n", 1)));
        publisher.publish(Event.of("Fact").id(id).correlationId(story).data(Map.of("n", 2)));
        // A number that JSON allows and jsonb does not.
        publisher.publish(Event.of("Poison").correlationId(story).data(Map.of("n", new BigDecimal("1e200000"))));
        receipts.add(publish(publisher, story, 3));
        network.back();
        awaitStored(publisher, story, receipts);
        Awaitility.await().untilAsserted(() -> assertThat(JournalStatus.of(journal))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.records()).isZero();
                    assertThat(each.aside()).hasSize(1);
                }));

        String again = "again-" + UUID.randomUUID();
        network.away();
        List<Receipt> later = List.of(publish(publisher, again, 1), publish(publisher, again, 2));
        assertThat(later).extracting(Receipt::outcome).containsOnly(Receipt.Outcome.JOURNALED);
        network.back();
        awaitStored(publisher, again, later);
    }

    @Test
    void an_id_that_an_open_transaction_has_used_is_kept_until_that_has_ended_and_holds_up_nothing(
            @TempDir Path journal) throws Exception {
        EventPublisher publisher = publisher(journal);
        publish(publisher, "before-" + UUID.randomUUID(), 1);
        Step step = Step.of(Step.REQUEST, "POST /orders").start();
        String story = step.correlationId();
        Event held = Event.of("Held").id(UuidV7.nextText()).build();
        List<CompletableFuture<Receipt>> published = new ArrayList<>();
        try (Connection transaction = database.connect()) {
            transaction.setAutoCommit(false);
            try (Scope scope = step.context().activate()) {
                publisher.publish(held, transaction);
                network.away();
                published.add(publisher.publishAsync(held));
                for (int i = 0; i < 2; i++) {
                    published.add(publisher.publishAsync(Event.of("Fact").data(Map.of("i", i))));
                }
            }
            for (CompletableFuture<Receipt> each : published) {
                assertThat(each.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Receipt.Outcome.JOURNALED);
            }
            network.back();
            awaitStored(
                    publisher,
                    story,
                    List.of(published.get(1).join(), published.get(2).join()));
            // Its record is the one that came with the step.
            assertThat(publisher.reader().story(story).steps()).hasSize(1);
            Awaitility.await().atMost(PATIENCE).until(() -> publish(publisher, "after-" + story, 1)
                    .outcome()
                    .equals(Receipt.Outcome.STORED));
            assertThat(JournalStatus.of(journal)).singleElement().satisfies(each -> {
                assertThat(each.records()).isEqualTo(1);
                assertThat(each.aside()).isEmpty();
            });
            transaction.rollback();
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored(publisher, story))
                .extracting(RecordedEvent::type)
                .containsExactly("Fact", "Fact", "Held"));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(JournalStatus.of(journal))
                .isEmpty());
        step.end();
    }

    @Test
    void what_is_held_counts_as_waiting_until_it_is_stored(@TempDir Path journal) throws Exception {
        PostgresEventStore store = PostgresEventStore.builder()
                .url(network.url(database.url()))
                .user(database.user())
                .password(database.password())
                .storeWait(Duration.ofSeconds(2))
                .journal(journal, 1_000_000, WhenFull.WAIT)
                .build();
        EventPublisher publisher = EventPublisher.builder().store(store).build();
        open.add(publisher);
        Event held = Event.of("Held").id(UuidV7.nextText()).build();
        try (Connection transaction = database.connect()) {
            transaction.setAutoCommit(false);
            publisher.publish(held, transaction);
            network.away();
            assertThat(publisher.publish(held).outcome()).isEqualTo(Receipt.Outcome.JOURNALED);
            network.back();
            Awaitility.await().atMost(PATIENCE).until(() -> triedAgain(journal), Objects::nonNull);
            Awaitility.await().untilAsserted(() -> assertThat(store.backlog().journalBytes())
                    .isEqualTo(JournalStatus.of(journal).get(0).bytes())
                    .isPositive());
            transaction.rollback();
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(JournalStatus.of(journal))
                .isEmpty());
        Awaitility.await()
                .untilAsserted(() -> assertThat(store.backlog().journalBytes()).isZero());
    }

    @Test
    void many_ids_of_a_transaction_that_stays_open_are_tried_again_without_keeping_publishers_waiting(
            @TempDir Path journal) throws Exception {
        EventPublisher publisher = publisher(journal, "backstory.store.wait", "4s");
        String story = "many-" + UUID.randomUUID();
        publish(publisher, "before-" + story, 1);
        List<CompletableFuture<Receipt>> published = new ArrayList<>();
        try (Connection transaction = database.connect()) {
            transaction.setAutoCommit(false);
            List<Event> held = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                Event each = Event.of("Held")
                        .id(UuidV7.nextText())
                        .correlationId(story)
                        .build();
                publisher.publish(each, transaction);
                held.add(each);
            }
            network.away();
            held.forEach(each -> published.add(publisher.publishAsync(each)));
            for (CompletableFuture<Receipt> each : published) {
                assertThat(each.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Receipt.Outcome.JOURNALED);
            }
            network.back();
            FileTime first = Awaitility.await().atMost(PATIENCE).until(() -> triedAgain(journal), Objects::nonNull);
            List<Receipt> beside = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                beside.add(publish(publisher, "beside-" + story, beside.size()));
                return !first.equals(triedAgain(journal));
            });
            assertThat(beside).extracting(Receipt::outcome).containsOnly(Receipt.Outcome.STORED);
            transaction.rollback();
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(JournalStatus.of(journal))
                .isEmpty());
        assertThat(stored(publisher, story)).hasSize(500);
    }

    /** When what is held was last written; null until the rest of that outage is stored. */
    private static @Nullable FileTime triedAgain(Path journal) throws IOException {
        try (Stream<Path> files = Files.walk(journal)) {
            Path held = files.filter(each -> each.toString().endsWith(".held"))
                    .findFirst()
                    .orElse(null);
            boolean released = held != null && Files.exists(held.resolveSibling("released"));
            return released ? Files.getLastModifiedTime(held) : null;
        }
    }

    @Test
    void what_a_trigger_refuses_is_set_aside_and_what_it_has_no_right_for_is_kept(@TempDir Path journal)
            throws Exception {
        EventPublisher publisher = publisher(journal);
        String story = "trigger-" + UUID.randomUUID();
        publish(publisher, "before-" + story, 1);
        database.execute("CREATE FUNCTION judge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF NEW.type = 'Forbidden' THEN RAISE EXCEPTION 'forbidden'; END IF;"
                + " IF NEW.type = 'Unclear' THEN RAISE EXCEPTION 'no right' USING ERRCODE = '42501'; END IF;"
                + " RETURN NEW; END $$");
        database.execute("CREATE TRIGGER judge BEFORE INSERT ON backstory.event FOR EACH ROW EXECUTE FUNCTION judge()");
        try {
            network.away();
            List<Receipt> good = new ArrayList<>();
            good.add(publish(publisher, story, 1));
            publisher.publish(Event.of("Forbidden").correlationId(story));
            publisher.publish(Event.of("Unclear").correlationId(story));
            good.add(publish(publisher, story, 2));
            network.back();
            awaitStored(publisher, story, good);
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(JournalStatus.of(journal))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.records()).isEqualTo(1);
                        assertThat(each.aside()).hasSize(1);
                    }));
        } finally {
            // Not the trigger itself: dropping it waits for whoever publishes, and they for that.
            database.execute("CREATE OR REPLACE FUNCTION judge() RETURNS trigger LANGUAGE plpgsql"
                    + " AS $$ BEGIN RETURN NEW; END $$");
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored(publisher, story))
                .extracting(RecordedEvent::type)
                .containsExactly("Fact", "Fact", "Unclear"));
    }
}
