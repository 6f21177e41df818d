package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.it.CausesResolve;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.postgres.PostgresEventStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Publishers with a journal, and the network between them and their database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class JournalFixture {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    final PostgresServer.Database database = PostgresServer.newDatabase("journal");
    final TcpProxy network = new TcpProxy(TcpProxy.portOf(database.url()));
    final List<EventPublisher> open = new ArrayList<>();

    @BeforeAll
    void tables() {
        database.execute(PostgresEventStore.schemaSql());
    }

    @AfterEach
    void close() {
        network.back();
        open.forEach(EventPublisher::close);
        open.clear();
    }

    @AfterAll
    void check() {
        network.close();
        CausesResolve.in(database);
    }

    final EventPublisher publisher(Path journal, String... settings) {
        EventPublisher.Builder builder = EventPublisher.builder()
                .service("shop")
                .setting("backstory.url", network.url(database.url()))
                .setting("backstory.user", database.user())
                .setting("backstory.password", database.password())
                .setting("backstory.store.wait", "2s")
                .setting("backstory.shutdown.wait", "2s")
                .setting("backstory.journal.dir", journal.toString());
        for (int i = 0; i < settings.length; i += 2) {
            builder.setting(settings[i], settings[i + 1]);
        }
        EventPublisher publisher = builder.build();
        open.add(publisher);
        return publisher;
    }

    static Receipt publish(EventPublisher publisher, String story, int number) {
        return publisher.publish(Event.of("Fact")
                .correlationId(story)
                .data(Map.of("number", number))
                .build());
    }

    final List<RecordedEvent> stored(EventPublisher publisher, String story) {
        return publisher.reader().story(story).events();
    }

    final void awaitStored(EventPublisher publisher, String story, List<Receipt> receipts) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored(publisher, story))
                .extracting(RecordedEvent::id)
                .containsExactlyElementsOf(
                        receipts.stream().map(Receipt::eventId).toList()));
    }
}
