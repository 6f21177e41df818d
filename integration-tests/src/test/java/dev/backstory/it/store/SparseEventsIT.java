package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.audit.AuditLog;
import dev.backstory.audit.AuditPage;
import dev.backstory.audit.AuditRule;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.EventList;
import dev.backstory.store.EventQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.PostgresStoryReader;
import dev.backstory.store.postgres.Summaries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lists of events, and audit logs, that ask for one event among very many others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparseEventsIT {

    private static final int FEW = 10_000;
    private static final int OTHERS = 200_000;
    private static final EventQuery OF_A_TENANT = EventQuery.newest(300).withMetadata("tenant", "t5");

    private final Instant begun = Instant.now().minus(Duration.ofHours(1));
    private final Plans plans = new Plans();
    private PostgresServer.Database database;
    private StoryReader reader;
    private String old;
    private String hidden;
    private String late;
    private List<String> beforeSummaries;

    @BeforeAll
    void load() {
        database = PostgresServer.newDatabase("sparse_events");
        database.execute(PostgresEventStore.schemaSql());
        database.execute("SELECT backstory.create_partition('" + begun + "')");
        insertOthers(1, FEW, "'t' || i / 100 % 20");
        reader = new PostgresStoryReader(plans.over(database.dataSource()));
        old = insert(begun, "Old");
        hidden = insert(begun.plusMillis(1), "Hidden");
        beforeSummaries = allPages(OF_A_TENANT);
        new Summaries(database.dataSource()).catchUp(status -> {});
        insertOthers(FEW + 1, OTHERS, "'noise'");
        // Nobody asks for these: the summaries pass them by, which would take most of this test's time.
        database.execute("UPDATE backstory.summary_progress SET (event_generation, event_transaction, event_position) ="
                + " (SELECT generation, transaction_id, position FROM backstory.event"
                + " ORDER BY generation DESC, transaction_id DESC, position DESC LIMIT 1)");
        database.execute("VACUUM ANALYZE backstory.event");
        late = insert(begun.plus(Duration.ofMinutes(5)), "Late");
    }

    /** In stories of a hundred events. */
    private void insertOthers(int from, int to, String tenant) {
        database.execute(
                "INSERT INTO backstory.event (event_id, type, subjects, data, metadata, correlation_id, thread,"
                        + " occurred_at, instance_id) SELECT (lpad(to_hex(" + begun.toEpochMilli()
                        + " + i), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'))::uuid, (ARRAY['OrderPlaced',"
                        + " 'PaymentSuccessful', 'ShipmentRequested', 'ReceiptSent'])[1 + i % 4], ARRAY['customer/' || i / 100],"
                        + " '{}', jsonb_build_object('tenant', " + tenant + "), 'story-' || i / 100, 'main', '" + begun
                        + "', '"
                        + new UUID(0, 0) + "' FROM generate_series(" + from + ", " + to + ") AS i");
    }

    private String insert(Instant at, String name) {
        UUID id = new UUID(at.toEpochMilli() << 16 | 0x7000, 0x8000000000000000L);
        database.execute(
                "INSERT INTO backstory.event (event_id, type, subjects, data, metadata, correlation_id, thread,"
                        + " occurred_at, instance_id) VALUES ('" + id + "', 'Order" + name + "', '{firm/" + name
                        + "}', '{}',"
                        + " '{\"tenant\": \"" + name + "\"}', 'story-" + name + "', 'main', '" + at + "', '"
                        + new UUID(0, 0)
                        + "')");
        return id.toString();
    }

    private List<String> allPages(EventQuery query) {
        List<String> ids = new ArrayList<>();
        @Nullable String next = null;
        do {
            EventList page = reader.events(query.after(next));
            page.events().forEach(each -> ids.add(each.id()));
            next = page.next();
        } while (next != null);
        return ids;
    }

    /** Ways to ask for the event of that name and no other. */
    private static Map<String, Function<StoryReader, EventList>> questions(String name) {
        EventQuery newest = EventQuery.newest(50);
        Map<String, Function<StoryReader, EventList>> questions = new LinkedHashMap<>();
        questions.put("a type", reader -> reader.events(newest.ofTypes(Set.of("Order" + name, "Never"))));
        questions.put("a subject", reader -> reader.events(newest.about("firm/" + name)));
        questions.put("a metadata entry", reader -> reader.events(newest.withMetadata("tenant", name)));
        questions.put(
                "a frequent key and a sparse one",
                reader -> reader.events(
                        newest.withMetadata("tenant", name).ofTypes(Set.of("OrderPlaced", "Order" + name))));
        questions.put("an audit log", reader -> {
            AuditRule rule = AuditRule.parse("firm-audit", 1, "per=metadata.tenant; types=Order*", Instant.EPOCH);
            AuditPage page = new AuditLog(reader, List.of(rule)).entries("firm-audit/" + name, rule, null, 50);
            return new EventList(page.entries(), page.next());
        });
        return questions;
    }

    private void isFoundAtOnce(String name, String id) {
        questions(name).forEach((question, ask) -> {
            plans.taken();
            EventList answer = ask.apply(reader);
            List<Plans.Plan> taken = plans.taken();

            assertThat(answer.events())
                    .as(question)
                    .extracting(RecordedEvent::id)
                    .containsExactly(id);
            assertThat(answer.next()).as(question).isNull();
            assertThat(taken).flatExtracting(Plans.Plan::sequentialScans).isEmpty();
            assertThat(taken.stream().mapToLong(Plans.Plan::rowsRead).sum())
                    .as("rows read for %s", question)
                    .isLessThan(1_000);
        });
    }

    @Test
    void the_one_event_among_very_many_is_found_through_its_story() {
        isFoundAtOnce("Old", old);
    }

    @Test
    void so_is_one_that_the_summaries_do_not_know_yet() {
        isFoundAtOnce("Late", late);
    }

    @Test
    void a_key_of_few_stories_in_too_many_rows_leads_nowhere() {
        database.execute("INSERT INTO backstory.story_key (kind, value, first_at, correlation_id)"
                + " SELECT kind, value, first_at + i * interval '1 second', 'story-1' FROM backstory.story_key,"
                + " generate_series(1, 1001) AS i WHERE value = 'tenant=Hidden'");

        assertThat(database.queryOne("SELECT count(*) FROM backstory.story_key WHERE value = 'tenant=Hidden'"))
                .isEqualTo("1002");
        assertThat(allPages(EventQuery.newest(50).withMetadata("tenant", "Hidden")))
                .containsExactly(hidden);
    }

    @Test
    void a_list_has_all_in_the_order_of_the_ids_before_the_summaries_and_after() {
        String stored = database.queryOne("SELECT string_agg(event_id::text, ',' ORDER BY event_id DESC)"
                + " FROM backstory.event WHERE metadata ->> 'tenant' = 't5'");
        List<String> ids = List.of(Objects.requireNonNull(stored).split(","));

        assertThat(ids).hasSize(FEW / 20);
        assertThat(allPages(OF_A_TENANT)).isEqualTo(ids);
        assertThat(beforeSummaries).isEqualTo(ids);
    }
}
