package dev.backstory.it.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.it.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A story of very many events: an import, say, that went through a thousand jobs. {@code -Dit.story.events=100000
 * -Dit.story.heap=160m} is what docs/viewer.md promises; the short form proves the same in a smaller heap.
 */
class BigStoryIT {

    private static final int EVENTS = Integer.getInteger("it.story.events", 25_000);
    private static final int PART = 10_000;
    private static final String HEAP = System.getProperty("it.story.heap", "128m");
    private static final String STORY = "/stories/big-import";

    /** Version 7 ids of that time, the second group counting the kind and the number. */
    private static final String ID =
            "(lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7%s008'"
                    + " || lpad(to_hex(%s), 15, '0'))::uuid";

    private static final String JOBS = "INSERT INTO backstory.step_observation (step_id, instance_id, sequence,"
            + " correlation_id, kind, name, attributes, started_at, duration, recorded_at)"
            + " SELECT " + ID.formatted("1", "n") + ", '00000000-0000-0000-0000-000000000001', n, 'big-import',"
            + " CASE n WHEN 0 THEN 'request' ELSE 'job' END, CASE n WHEN 0 THEN 'POST /import' ELSE 'Part' || n END,"
            + " '{}', clock_timestamp(), 1000000, clock_timestamp() FROM generate_series(0, 1000) n";
    private static final String EVENTS_OF_JOBS =
            "INSERT INTO backstory.event (event_id, type, subjects, data, metadata,"
                    + " correlation_id, causation_id, step_id, thread, occurred_at, instance_id)"
                    + " SELECT " + ID.formatted("2", "n") + ", 'RowImported', ARRAY['row/' || n],"
                    + " jsonb_build_object('note', repeat('x', 200)), '{}', 'big-import', s.step_id, s.step_id, 'worker',"
                    + " clock_timestamp(), '00000000-0000-0000-0000-000000000001'"
                    + " FROM generate_series(0, " + (EVENTS - 1) + ") n"
                    + " JOIN backstory.step_observation s ON s.correlation_id = 'big-import' AND s.sequence = n % 1001"
                    + " ORDER BY n";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void opens_in_parts_in_a_small_heap_and_each_event_is_told_once() throws Exception {
        PostgresServer.Database database = database();
        try (ViewerProcess viewer = ViewerProcess.start(
                database, HEAP, Map.of("BACKSTORY_PASSWORD", database.password()), "--user", database.user())) {
            HttpResponse<String> first = get(viewer.home() + STORY);
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.body()).contains("too big to be told at once", "10000 of its events", "Next part");

            Set<String> told = new HashSet<>();
            String last = "";
            int parts = 0;
            String next = STORY + "/story.json";
            while (next != null) {
                HttpResponse<String> part = get(viewer.home() + next);
                assertThat(part.statusCode()).isEqualTo(200);
                JsonNode story = JsonMapper.shared().readTree(part.body());
                for (String rows : new String[] {"rows", "strays"}) {
                    for (JsonNode row : story.path(rows)) {
                        if (row.has("event")) {
                            last = row.path("id").asString();
                            assertThat(told.add(last)).as(last).isTrue();
                        }
                    }
                }
                parts++;
                next = part.headers()
                        .firstValue("Link")
                        .map(BigStoryIT::address)
                        .orElse(null);
            }
            assertThat(told).hasSize(EVENTS);
            assertThat(parts).isEqualTo((EVENTS + PART - 1) / PART + 1);

            HttpResponse<String> event = get(viewer.home() + "/go?id=" + last);
            assertThat(event.statusCode()).isEqualTo(200);
            assertThat(event.uri().getPath()).endsWith("/events/" + last);
            assertThat(event.body()).contains(last, "Row imported");
            String back = href(event.body(), "crumb");
            HttpResponse<String> around = get(viewer.home() + back);
            assertThat(around.body()).contains("id=\"r-" + last + "\"");
            assertThat(viewer.isAlive()).isTrue();
        }
    }

    private static PostgresServer.Database database() {
        PostgresServer.Database database = PostgresServer.newDatabase("big_story");
        try (EventPublisher publisher = EventPublisher.builder()
                .service("import")
                .dataSource(database.dataSource())
                .setting("backstory.store.wait", "60s")
                .build()) {
            // The first event makes the schema.
            publisher.publish(Event.of("ImportOpened").build());
        }
        database.execute("INSERT INTO backstory.instance (instance_id, service, host, pid)"
                + " VALUES ('00000000-0000-0000-0000-000000000001', 'import', 'host', 1)");
        database.execute(JOBS);
        database.execute(EVENTS_OF_JOBS);
        database.execute("ANALYZE backstory.event");
        return database;
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 303
                ? get(URI.create(address)
                        .resolve(answer.headers().firstValue("Location").orElseThrow())
                        .toString())
                : answer;
    }

    private static String address(String link) {
        return link.substring(1, link.indexOf('>'));
    }

    private static String href(String page, String of) {
        Matcher found =
                Pattern.compile("class=\"" + of + "\"><a href=\"([^\"]*)\"").matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1).replace("&amp;", "&");
    }
}
