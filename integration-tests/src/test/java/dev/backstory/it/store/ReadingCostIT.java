package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.audit.AuditLog;
import dev.backstory.audit.AuditRule;
import dev.backstory.context.Step;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventPage;
import dev.backstory.store.EventQuery;
import dev.backstory.store.StoryPart;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.PostgresStoryReader;
import dev.backstory.store.postgres.Summaries;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What reading costs in a long history: no query reads a table from end to end, and all queries of a question together read a
 * bounded number of rows. {@code -Dit.history.events=1000000 -Dit.history.rounds=200} makes the history longer and the times,
 * which are printed, better.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingCostIT {

    private static final int EVENTS = Integer.getInteger("it.history.events", 60_000);
    /** Which a longer history does not raise: the windows of a list, and what is looked up for each row. */
    private static final long MOST_ROWS = 30_000;
    /** The 50,000 newest events, each once more in the index, and the 1,000 stories after which a key has too many. */
    private static final long MOST_ROWS_IN_WINDOWS = 105_000;
    /** Questions for what many stories have, and none of the newest. */
    private static final Set<String> IN_WINDOWS =
            Set.of("events of many stories, long ago", "an audit log of many stories, long ago");

    private static final int ROUNDS = Integer.getInteger("it.history.rounds", 20);

    private final Plans plans = new Plans();
    private History history;
    private PostgresServer.Database database;
    private StoryReader explained;
    private List<Plans.Plan> behind;
    private int someStory;

    @BeforeAll
    void load() throws Exception {
        database = PostgresServer.newDatabase("reading_cost");
        database.execute(PostgresEventStore.schemaSql());
        history = new History(EVENTS);
        history.load(database);
        for (int i = 0; i < 3; i++) {
            database.execute("INSERT INTO backstory.instance (instance_id, service, host, pid) VALUES ('"
                    + new UUID(0, i) + "', 'service-" + i + "', 'host', 1)");
        }
        explained = new PostgresStoryReader(plans.over(database.dataSource()));
        explained.stories(StoryQuery.newest(50));
        behind = plans.taken();
        long start = System.nanoTime();
        new Summaries(database.dataSource()).catchUp(status -> {});
        System.out.printf("summaries of %,d events: %.1f s%n", EVENTS, (System.nanoTime() - start) / 1e9);
        database.execute("VACUUM ANALYZE backstory.story");
        database.execute("VACUUM ANALYZE backstory.story_key");
        someStory = history.stories() / 2;
    }

    /** What the viewer and the command line ask. */
    private Map<String, Consumer<StoryReader>> questions() {
        StoryQuery newest = StoryQuery.newest(50);
        String customer = "customer/" + someStory % history.customers();
        String tenant = "t" + someStory % history.tenants();
        Instant from = history.begun(someStory);
        String id = history.correlationId(someStory);
        Map<String, Consumer<StoryReader>> questions = new LinkedHashMap<>();
        questions.put("newest stories", reader -> reader.stories(newest));
        questions.put(
                "next page",
                reader -> reader.stories(newest.after(reader.stories(newest).next())));
        questions.put("of a time", reader -> reader.stories(newest.begun(from, from.plus(Duration.ofHours(1)))));
        questions.put("about a customer", reader -> reader.stories(newest.about(customer)));
        questions.put("of a frequent type", reader -> reader.stories(newest.ofType("OrderPlaced")));
        questions.put("of a tenant", reader -> reader.stories(newest.ofTenant(tenant)));
        questions.put("by an actor", reader -> reader.stories(newest.by("user7")));
        questions.put("through a route", reader -> reader.stories(newest.through("POST /orders")));
        questions.put(
                "begun by jobs in a service",
                reader -> reader.stories(newest.begunBy(Step.JOB).inService("service-1")));
        questions.put(
                "failed of a tenant",
                reader -> reader.stories(newest.ofTenant("t7").failed(true)));
        questions.put("not failed", reader -> reader.stories(newest.failed(false)));
        questions.put(
                "two frequent keys that never meet",
                reader -> reader.stories(newest.begunBy(Step.JOB).failed(true)));
        questions.put("by trace", reader -> reader.stories(newest.withTrace(history.trace(someStory))));
        questions.put("by correlation", reader -> reader.stories(newest.withCorrelation(id)));
        questions.put("nothing found", reader -> reader.stories(newest.about("customer/none")));
        questions.put("any id", reader -> reader.findStory(id));
        questions.put("an event's id", reader -> reader.findStory(history.eventId(someStory)));
        questions.put("a step's id", reader -> reader.findStory(history.stepId(someStory)));
        questions.put("a trace's id", reader -> reader.findStory(history.trace(someStory)));
        questions.put("nobody's id", reader -> reader.findStory(new UUID(1, 1).toString()));
        questions.put("an event", reader -> reader.event(history.eventId(someStory)));
        questions.put("no event", reader -> reader.event(new UUID(1, 1).toString()));
        questions.put("a story", reader -> reader.story(id));
        questions.put("a part of a story", reader -> reader.part(id, StoryPart.Place.START, 100));
        questions.put("all parts of a story", reader -> {
            StoryPart.@Nullable Place next = StoryPart.Place.START;
            while (next != null) {
                next = reader.part(id, next, 1).next();
            }
        });
        questions.put("an event's stories", reader -> reader.stories(newest.withEvent(history.eventId(someStory))));
        questions.put(
                "events about a customer",
                reader -> reader.events(EventQuery.newest(50).about(customer)));
        questions.put(
                "events of a tenant",
                reader -> reader.events(EventQuery.newest(50).withMetadata("tenant", tenant)));
        questions.put(
                "events of a story",
                reader -> reader.events(EventQuery.newest(50).ofStory(id)));
        questions.put(
                "events of a trace",
                reader -> reader.events(EventQuery.newest(50).ofTrace(history.trace(someStory))));
        questions.put(
                "events of two types",
                reader -> reader.events(EventQuery.newest(50).ofTypes(Set.of("OrderPlaced", "ReceiptSent"))));
        questions.put(
                "events of nobody",
                reader -> reader.events(EventQuery.newest(50).withMetadata("operator", "nobody")));
        questions.put(
                "next page of events",
                reader -> reader.events(EventQuery.newest(50)
                        .about(customer)
                        .after(reader.events(EventQuery.newest(50).about(customer))
                                .next())));
        questions.put(
                "an audit log: a tenant's events of two types",
                reader -> reader.events(EventQuery.newest(50)
                        .withMetadata("tenant", tenant)
                        .ofTypes(Set.of("OrderPlaced", "PaymentSuccessful"))));
        questions.put(
                "events of a time",
                reader -> reader.events(EventQuery.newest(50).published(from, from.plus(Duration.ofHours(1)))));
        questions.put(
                "events of many stories, long ago",
                reader -> reader.events(EventQuery.newest(50).withMetadata("plan", "legacy")));
        questions.put("an audit log", reader -> audited(reader, "tenant", tenant, "types=Order*, PaymentSuccessful"));
        questions.put("an audit log of nobody", reader -> audited(reader, "tenant", "nobody", "types=Order*"));
        questions.put(
                "an audit log of what never happens", reader -> audited(reader, "tenant", tenant, "types=Never*"));
        questions.put(
                "an audit log of many stories, long ago", reader -> audited(reader, "plan", "legacy", "types=Never*"));
        questions.put("batches that took its work", reader -> reader.stories(newest.joining(id)));
        questions.put("followed from the start", reader -> reader.after(EventPage.START, EventFilter.ALL, 50));
        questions.put(
                "followed by a type that there is not",
                reader -> reader.after(
                        reader.after(EventPage.START, EventFilter.ALL, 500).next(), EventFilter.types("None"), 50));
        questions.put("followed at the end", reader -> reader.after(reader.end(), EventFilter.ALL, 50));
        return questions;
    }

    private static void audited(StoryReader reader, String key, String value, String types) {
        AuditRule rule = AuditRule.parse("firm-audit", 1, "per=metadata." + key + "; " + types, Instant.EPOCH);
        new AuditLog(reader, List.of(rule)).entries("firm-audit/" + value, rule, null, 50);
    }

    @Test
    void no_query_reads_a_whole_table_and_each_question_reads_a_bounded_number_of_rows() {
        Map<String, Long> rows = new LinkedHashMap<>();
        questions().forEach((name, question) -> {
            question.accept(explained);
            for (Plans.Plan plan : plans.taken()) {
                assertThat(plan.sequentialScans())
                        .as("%s: %s", name, plan.sql())
                        .isEmpty();
                rows.merge(name, plan.rowsRead(), Long::sum);
            }
        });
        rows.forEach((name, read) -> System.out.printf("%,11d events  %-45s %,7d rows read%n", EVENTS, name, read));
        assertThat(rows).hasSameSizeAs(questions()).allSatisfy((name, read) -> assertThat(read)
                .isLessThan(IN_WINDOWS.contains(name) ? MOST_ROWS_IN_WINDOWS : MOST_ROWS));
    }

    @Test
    void each_index_of_events_is_of_use_to_a_question() throws Exception {
        Set<String> used = new TreeSet<>();
        questions().values().forEach(question -> {
            question.accept(explained);
            plans.taken().forEach(plan -> used.addAll(plan.indexes()));
        });
        Map<String, Set<String>> indexes = new LinkedHashMap<>();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT i.inhparent::regclass, c.relname FROM pg_inherits AS i"
                        + " JOIN pg_class AS c ON c.oid = i.inhrelid JOIN pg_index AS p ON p.indexrelid = i.inhparent"
                        + " WHERE p.indrelid = 'backstory.event'::regclass")) {
            while (rows.next()) {
                indexes.computeIfAbsent(rows.getString(1), each -> new TreeSet<>())
                        .add(rows.getString(2));
            }
        }
        assertThat(indexes)
                .hasSizeGreaterThan(2)
                .allSatisfy((index, ofMonths) -> assertThat(ofMonths).as(index).containsAnyElementsOf(used));
    }

    @Test
    void who_looked_at_a_story_is_found_among_all_that_was_looked_at() throws Exception {
        database.execute("INSERT INTO backstory.access_log (visitor, role, address, what, about, reason)"
                + " SELECT 'v' || i % 50, 'support', '10.0.0.1', 'story', 'story-' || i % 10000, ''"
                + " FROM generate_series(1, " + EVENTS + ") AS i");
        database.execute("ANALYZE backstory.access_log");
        try (var connection = plans.over(database.dataSource()).getConnection();
                var who = connection.prepareStatement(
                        "SELECT at, visitor, role, what, reason FROM backstory.access_log WHERE about = ? ORDER BY at")) {
            who.setString(1, "story-7");
            who.executeQuery().close();
        }
        assertThat(plans.taken()).singleElement().satisfies(plan -> assertThat(plan.rowsRead())
                .isEqualTo(EVENTS / 10_000));
    }

    @Test
    void a_list_reads_no_more_than_it_sums_up_itself_of_what_the_summaries_do_not_know_yet() {
        assertThat(behind)
                .isNotEmpty()
                .allSatisfy(plan -> assertThat(plan.rowsRead()).as(plan.sql()).isLessThan(5_000));
    }

    @Test
    void a_list_along_one_key_and_a_story_read_hardly_more_rows_than_they_show() {
        for (String each : new String[] {
            "newest stories",
            "next page",
            "about a customer",
            "of a frequent type",
            "of a tenant",
            "a story",
            "all parts of a story",
            "an event",
            "an event's id",
            "a step's id",
            "a trace's id",
            "nobody's id",
            "nothing found",
            "followed at the end"
        }) {
            Objects.requireNonNull(questions().get(each), each).accept(explained);
            assertThat(plans.taken()).allSatisfy(plan -> assertThat(plan.rowsRead())
                    .as("%s: %s", each, plan.sql())
                    .isLessThan(1_000));
        }
    }

    @Test
    void times_are_measured() throws Exception {
        Map<String, String> figures = new LinkedHashMap<>();
        try (var connection = database.connect()) {
            StoryReader reader = new PostgresStoryReader(new OneConnection(connection).source());
            questions().forEach((name, question) -> figures.put(name, times(reader, question)));
        }
        figures.forEach((name, times) -> System.out.printf("%,11d events  %-34s %s%n", EVENTS, name, times));
        assertThat(figures).doesNotContainValue("");
    }

    private static String times(StoryReader reader, Consumer<StoryReader> question) {
        double[] millis = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            question.accept(reader);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return "median %6.2f ms   p95 %6.2f ms".formatted(millis[ROUNDS / 2], millis[ROUNDS * 95 / 100]);
    }
}
