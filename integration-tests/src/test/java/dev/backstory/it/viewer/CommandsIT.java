package dev.backstory.it.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.Receipt;
import dev.backstory.cli.Backstory;
import dev.backstory.context.UuidV7;
import dev.backstory.it.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the commands that read say of a shop's stories. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsIT {

    private static final String ESCAPE = "\u001b";

    private PostgresServer.Database database;
    private EventPublisher publisher;
    private Map<String, String> told;
    private Receipt opened;

    @BeforeAll
    void publish() {
        database = PostgresServer.newDatabase("commands");
        publisher = EventPublisher.builder()
                .service("shop")
                .dataSource(database.dataSource())
                .setting("backstory.store.wait", "60s")
                .setting("backstory.audit.customers", "per=subject.customer; types=Order*, Payment*")
                .build();
        opened = publisher.publish(Event.of("ShopOpened")
                .subject("shop/1")
                .data(Map.of("by", "lea\u001b[31m"))
                .metadata("tenant", "acme")
                .build());
        told = ShopHistory.write(database);
    }

    @AfterAll
    void close() {
        publisher.close();
    }

    /** What a command said, and how it ended. */
    private record Said(int code, String out, String err) {

        List<JsonNode> json() {
            return out.lines().map(JsonMapper.shared()::readTree).toList();
        }
    }

    private Said run(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Backstory.run(new PrintWriter(out), new PrintWriter(err), connected(command));
        return new Said(code, out.toString(), err.toString());
    }

    private String[] connected(String... command) {
        String url = database.url();
        return Stream.concat(
                        Arrays.stream(command),
                        Stream.of(
                                "--url",
                                url + (url.contains("?") ? "&" : "?") + "user=" + database.user() + "&password="
                                        + database.password()))
                .toArray(String[]::new);
    }

    private String story(String name) {
        return Objects.requireNonNull(told.get(name), name);
    }

    @Test
    void stories_lists_the_newest_and_what_is_asked_for() {
        assertThat(run("stories", "--limit", "3").out().lines()).hasSize(3);

        Said failed = run("stories", "--subject", "customer/42", "--failed", "--json");
        assertThat(failed.code()).isZero();
        assertThat(failed.json()).singleElement().satisfies(each -> {
            assertThat(each.path("correlationId").asString()).isEqualTo(story("declined"));
            assertThat(each.path("begunBy").asString()).isEqualTo("POST /orders");
            assertThat(each.path("failed").asBoolean()).isTrue();
            assertThat(each.path("types").path("StockReserved").asInt()).isEqualTo(6);
        });
        assertThat(run("stories", "--meta", "issue=SUP-1042").out()).contains(story("console"));
        assertThat(run("stories", "--route", "POST /orders", "--since", "30m", "--json")
                        .json())
                .extracting(each -> each.path("correlationId").asString())
                .containsExactlyInAnyOrder(story("declined"), story("retried"), story("running"));
        Said none = run("stories", "--subject", "customer/none");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("No such story is stored");
    }

    @Test
    void story_tells_one_by_any_of_its_ids() {
        Said tree = run("story", story("declined"));
        assertThat(tree.code()).isZero();
        assertThat(tree.out()).contains("POST /orders", "insufficient funds", "✗ ");
        assertThat(tree.out().lines()).anySatisfy(each -> assertThat(each).startsWith("Failed"));
        String step = database.queryOne("SELECT step_id::text FROM backstory.step_observation WHERE correlation_id = '"
                + story("declined") + "' LIMIT 1");
        String trace = database.queryOne(
                "SELECT trace_id FROM backstory.event WHERE correlation_id = '" + story("declined") + "' LIMIT 1");
        for (String id : List.of(Objects.requireNonNull(step), Objects.requireNonNull(trace))) {
            assertThat(run("story", id).out()).as(id).isEqualTo(tree.out());
        }
        assertThat(run("story", story("declined"), "--markdown").out()).startsWith("#");
        Said json = run("story", story("declined"), "--json");
        assertThat(JsonMapper.shared().readTree(json.out()).path("version").asInt())
                .isEqualTo(1);
        Said none = run("story", "unknown");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("No story is stored with the id unknown");
    }

    @Test
    void event_shows_all_that_is_recorded_and_nothing_that_a_terminal_obeys() {
        Said shown = run("event", opened.eventId().toString());
        assertThat(shown.code()).isZero();
        assertThat(shown.out())
                .contains("ShopOpened", "shop/1", "tenant", "acme", opened.correlationId())
                .doesNotContain(ESCAPE);
        assertThat(run("event", opened.eventId().toString(), "--json").json())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.path("metadata").path("tenant").asString())
                                .isEqualTo("acme"));
        assertThat(run("event", "00000000-0000-7000-8000-000000000000").code()).isEqualTo(1);
    }

    @Test
    void tail_shows_the_newest_and_then_what_comes_once() throws Exception {
        StringWriter out = new StringWriter();
        FutureTask<Integer> following = new FutureTask<>(() -> Backstory.run(
                new PrintWriter(out),
                new PrintWriter(out),
                connected("tail", "-f", "-n", "2", "--type", "StockTaken")));
        List<String> ids = new ArrayList<>();
        publisher.publish(Event.of("StockTaken").subject("shelf/1").build());
        Thread thread = new Thread(following, "tail");
        thread.start();
        try {
            await().until(() -> out.toString().contains("shelf/1"));
            for (int i = 2; i < 5; i++) {
                ids.add(publisher
                        .publish(Event.of("StockTaken").subject("shelf/" + i).build())
                        .correlationId());
            }
            // As a journal stores it after an outage: it happened long before what has been shown already.
            Instant before = Instant.now().minus(Duration.ofHours(1));
            ids.add(publisher
                    .publish(Event.of("StockTaken")
                            .id(new UUID(
                                            before.toEpochMilli() << 16 | 0x7000L,
                                            UuidV7.next().getLeastSignificantBits())
                                    .toString())
                            .occurredAt(before)
                            .subject("shelf/5"))
                    .correlationId());
            await().until(() ->
                    out.toString().contains("shelf/4") && out.toString().contains("shelf/5"));
        } finally {
            thread.interrupt();
        }
        assertThat(following.get()).isZero();
        // Beside them it may say whose transaction it waits for.
        assertThat(out.toString().lines().filter(each -> each.contains("shelf/")))
                .hasSize(5);
        assertThat(out.toString()).contains(ids);
    }

    @Test
    void journal_drain_stores_what_can_be_and_says_what_is_left(@TempDir Path journal) throws Exception {
        Event held = Event.of("Held").id(UuidV7.nextText()).build();
        try (EventPublisher left = EventPublisher.builder()
                .service("left")
                .setting("backstory.url", "jdbc:postgresql://127.0.0.1:1/none")
                .setting("backstory.store.wait", "4s")
                .setting("backstory.shutdown.wait", "1s")
                .setting("backstory.journal.dir", journal.toString())
                .build()) {
            for (Object each : List.of(
                    Event.of("Good").subject("drained/1"),
                    held,
                    Event.of("Poison").data(Map.of("n", new BigDecimal("1e200000"))))) {
                assertThat(left.publish(each).outcome()).isEqualTo(Receipt.Outcome.JOURNALED);
            }
        }
        try (Connection open = database.connect()) {
            open.setAutoCommit(false);
            publisher.publish(held, open);
            Said most = run("journal", "drain", "--dir", journal.toString());
            assertThat(most.code()).isEqualTo(1);
            assertThat(most.out()).contains("1 records stored, 1 refused", "left (pid", "1 records", "kept aside");
            Said none = run("journal", "drain", "--dir", journal.toString());
            assertThat(none.code()).isEqualTo(1);
            assertThat(none.out()).contains("0 records stored");
            open.rollback();
        }
        Said rest = run("journal", "drain", "--dir", journal.toString());
        assertThat(rest.out()).contains("1 records stored, 0 refused", "kept aside");
        try (Stream<Path> files = Files.walk(journal)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                Files.delete(each);
            }
        }
        assertThat(run("journal", "drain", "--dir", journal.toString()).code()).isZero();
        assertThat(run("stories", "--subject", "drained/1", "--json").json()).hasSize(1);
    }

    @Test
    void followers_lists_each_sets_one_back_and_forgets_it() {
        AtomicInteger handled = new AtomicInteger();
        try (Follower follower = publisher.follower("counting").start(event -> handled.incrementAndGet())) {
            await().until(() ->
                    follower.status().instanceId() != null && follower.status().behindSince() == null);
            assertThat(run("followers", "list").out()).contains("counting  has seen all that is stored, in process");
            int once = handled.get();
            assertThat(run("followers", "skip", "counting").code()).isEqualTo(2);
            assertThat(run("followers", "remove", "counting").code()).isEqualTo(2);
            assertThat(run("followers", "reset", "counting").code()).isZero();
            await().until(() -> handled.get() >= 2 * once);
        }
        assertThat(run("followers", "list").out()).contains("counting", "in no process");
        assertThat(run("followers", "remove", "counting").code()).isZero();
        assertThat(run("followers", "remove", "counting").code()).isEqualTo(1);
        assertThat(run("followers", "skip", "counting").code()).isEqualTo(1);
        assertThat(run("followers", "list").out()).isEqualToIgnoringNewLines("Nothing follows this store.");
    }

    @Test
    void doctor_says_which_events_know_all_that_led_to_them() {
        Said all = run("doctor", "--json");
        assertThat(all.json()).singleElement().satisfies(each -> {
            // "lost" names a message that another system sent.
            assertThat(each.path("danglingCauses").asInt()).isEqualTo(1);
            assertThat(each.path("completeLineage").asInt())
                    .isEqualTo(each.path("events").asInt()
                            - each.path("danglingCauses").asInt()
                            - each.path("outsideAnyStep").asInt());
            assertThat(each.path("lost").get(0).path("where").asString()).isNotEmpty();
        });
        Said words = run("doctor", "--subject", "customer/42");
        assertThat(words.code()).isZero();
        assertThat(words.out()).startsWith("100.0 % of ");
    }

    @Test
    void audit_lists_the_logs_and_shows_the_entries_of_one() {
        assertThat(run("audit", "list").out()).contains("customers/…", "per=subject.customer");
        Said log = run("audit", "show", "customers/42");
        assertThat(log.code()).isZero();
        assertThat(log.out()).contains("PaymentFailed", "order/4822").doesNotContain("InvoiceSent");
        assertThat(JsonMapper.shared()
                        .readTree(run("audit", "show", "customers/42", "--limit", "2", "--json")
                                .out())
                        .path("entries"))
                .hasSize(2);
        assertThat(run("audit", "show", "nobody/1").err()).contains("No rule makes an audit log nobody/1");
    }

    @Test
    void audit_goes_on_until_it_has_found_an_entry() {
        // By a rule whose types are patterns, twenty events are looked at for each entry.
        publisher.publish(Event.of("OrderPlaced").subject("customer/900"));
        for (int i = 0; i < 50; i++) {
            publisher.publish(Event.of("Looked").subject("customer/900"));
        }
        Said log = run("audit", "show", "customers/900", "--limit", "1");
        assertThat(log.code()).isZero();
        assertThat(log.out()).contains("OrderPlaced");
        assertThat(run("audit", "show", "customers/none").code()).isEqualTo(1);
    }

    @Test
    void summaries_and_retention_say_how_things_are_and_change_nothing_unasked() {
        assertThat(run("summaries", "rebuild").out()).contains("The summaries have everything that is stored");
        assertThat(run("summaries", "status").out()).contains("The summaries have everything that is stored");
        assertThat(run("retention", "--keep", "400").out()).contains("No month is older");
        assertThat(run("stories", "--limit", "1").code()).isZero();
    }

    @Test
    void a_writer_that_is_no_terminal_gets_no_colours_and_no_progress() {
        assertThat(run("stories").out()
                        + run("story", story("declined")).out()
                        + run("doctor").out())
                .doesNotContain(ESCAPE);
        assertThat(run("doctor").err()).isEmpty();
    }
}
