package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.postgres.Summaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The places beside events that a person's data could stay in: attributes of steps, summaries, the journal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60)
class ErasedEverywhereIT {

    private static final String RULES = "step.clientAddress: user/{user}, metadata.mail: user/{user}";

    private PostgresServer.Database database;
    private EventPublisher publisher;

    @BeforeAll
    void open() {
        database = PostgresServer.newDatabase("erased_everywhere");
        publisher = publisher(database.url()).build();
    }

    @AfterAll
    void close() {
        publisher.close();
    }

    private EventPublisher.Builder publisher(String url) {
        return EventPublisher.builder()
                .service("shop")
                .setting("backstory.url", url)
                .setting("backstory.user", database.user())
                .setting("backstory.password", database.password())
                .setting("backstory.master-key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
                .setting("backstory.personal", RULES);
    }

    private static Step request(String user, String address) {
        return Step.of(Step.REQUEST, "POST /orders")
                .from(CausalContext.NONE)
                .attribute("user", user)
                .attribute("clientAddress", address)
                .attribute("session-token", "s3cret-" + user)
                .start();
    }

    private static Receipt publish(EventPublisher by, Step step, String user, String mail) {
        try (Scope scope = step.context().activate()) {
            return by.publish(Event.of("Ordered")
                    .subject("customer/" + user)
                    .metadata("user", user)
                    .metadata("mail", mail));
        }
    }

    private boolean databaseHas(String text) {
        return Stream.of("event", "step_observation", "story", "story_key", "personal_key")
                .anyMatch(table -> "t"
                        .equals(database.queryOne("SELECT exists(SELECT FROM backstory." + table + " AS t"
                                + " WHERE t::text LIKE '%" + text + "%')")));
    }

    private static Map<String, String> attributes(EventPublisher by, Step step) {
        List<RecordedStep> steps = by.reader().story(step.correlationId()).steps();
        return steps.get(0).attributes();
    }

    @Test
    void attributes_of_steps_are_masked_and_encrypted_and_erased_with_their_person() {
        Step step = request("1", "203.0.113.1");
        publish(publisher, step, "1", "one@example.com");
        step.end();
        assertThat(attributes(publisher, step))
                .containsEntry("clientAddress", "203.0.113.1")
                .containsEntry("session-token", "***");
        assertThat(databaseHas("203.0.113.1")).isFalse();
        assertThat(databaseHas("s3cret-1")).isFalse();
        EventPublisher other = publisher(database.url()).build();
        assertThat(attributes(other, step)).containsEntry("clientAddress", "203.0.113.1");

        other.erase("user/1", "asked");
        Step later = request("1", "203.0.113.99");
        publish(publisher, later, "1", "one@example.com");
        for (EventPublisher each : List.of(publisher, other)) {
            for (Step erased : List.of(step, later)) {
                assertThat(attributes(each, erased).get("clientAddress")).startsWith("erased on request, ");
                StoryHead head = each.reader()
                        .stories(StoryQuery.newest(1).withCorrelation(erased.correlationId()))
                        .stories()
                        .get(0);
                assertThat(Objects.requireNonNull(head.origin()).attributes().get("clientAddress"))
                        .startsWith("erased on request, ");
            }
        }
        other.close();
    }

    @Test
    void an_attribute_of_nobody_known_is_masked() {
        Step step = Step.of(Step.REQUEST, "GET /")
                .from(CausalContext.NONE)
                .attribute("clientAddress", "203.0.113.7")
                .start();
        publish(publisher, step, "7", "seven@example.com");
        assertThat(attributes(publisher, step)).containsEntry("clientAddress", "***");
    }

    @Test
    void summaries_have_nothing_of_a_person_that_an_erasure_would_leave_in_them() {
        Step step = request("2", "203.0.113.2");
        Receipt receipt = publish(publisher, step, "2", "two@example.com");
        Summaries summaries = new Summaries(database.dataSource());
        summaries.catchUp(status -> {});
        publisher.erase("user/2", "asked");
        summaries.rebuild(status -> {});

        assertThat(databaseHas("two@example.com")).isFalse();
        assertThat(database.queryOne("SELECT count(*) FROM backstory.story_key WHERE value LIKE '%$personal%'"))
                .isEqualTo("0");
        assertThat(publisher
                        .reader()
                        .stories(StoryQuery.newest(5).about("customer/2"))
                        .stories())
                .singleElement()
                .satisfies(each -> assertThat(each.correlationId()).isEqualTo(receipt.correlationId()));
        assertThat(mail(publisher, receipt)).startsWith("erased on request, ");
    }

    @Test
    void the_journal_has_nothing_readable_and_stores_nothing_readable_of_who_was_erased_meanwhile(@TempDir Path journal)
            throws IOException {
        try (TcpProxy network = new TcpProxy(TcpProxy.portOf(database.url()))) {
            EventPublisher away = publisher(network.url(database.url()))
                    .setting("backstory.journal.dir", journal.toString())
                    .setting("backstory.store.wait", "2s")
                    .build();
            publish(away, request("3", "203.0.113.3"), "3", "three@example.com");
            network.away();
            Step step = request("3", "203.0.113.33");
            Receipt receipt = publish(away, step, "3", "three@example.com");
            assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.JOURNALED);
            assertThat(contents(journal))
                    .contains(receipt.eventId(), step.id())
                    .doesNotContain("three@", "203.0.113.33", "s3cret");

            publisher.erase("user/3", "asked");
            network.back();
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            publisher.reader().event(receipt.eventId()))
                    .isNotNull());
            assertThat(mail(publisher, receipt)).startsWith("erased on request, ");
            assertThat(attributes(publisher, step).get("clientAddress")).startsWith("erased on request, ");
            away.close();
        }
        assertThat(databaseHas("three@")).isFalse();
        assertThat(databaseHas("203.0.113.3")).isFalse();
    }

    private static String mail(EventPublisher by, Receipt receipt) {
        RecordedEvent event = Objects.requireNonNull(by.reader().event(receipt.eventId()));
        return Objects.requireNonNull(event.metadata().get("mail"));
    }

    private static String contents(Path directory) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(each), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }
}
