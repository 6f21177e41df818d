package dev.backstory.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.store.postgres.PostgresStoryReader;
import dev.backstory.store.postgres.Summaries;
import dev.backstory.viewer.ViewerServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/** How long the viewer takes for its pages in a long history, how many queries they are, and what they weigh on the line. */
final class ViewerPages {

    private static final int EVENTS_OF_STORY = 4;
    private static final int JOBS = 50;
    private static final int EVENTS_OF_JOB = 3;
    private static final int CHUNK = 100_000;
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 500;
    private static final String STORY = "story-of-200-rows";

    /** A UUID of version 7, of n seconds ago; the first letter after the time tells kinds of rows apart. */
    private static final String ID = "(lpad(to_hex(((extract(epoch FROM now()) - n) * 1000)::bigint), 12, '0')"
            + " || '7%s008' || lpad(to_hex(n), 15, '0'))::uuid";

    private static String steps(String letter, String story, String kindAndName, int first, int last) {
        return "INSERT INTO backstory.step_observation (step_id, instance_id, sequence, correlation_id, kind, name,"
                + " started_at, duration, attributes, recorded_at)"
                + " SELECT " + ID.formatted(letter) + ", '00000000-0000-0000-0000-000000000001', n, " + story + ", "
                + kindAndName + ", now() - n * interval '1 second', 80000000, '{\"status\": \"201\"}',"
                + " now() - n * interval '1 second' FROM generate_series(" + first + ", " + last + ") n";
    }

    private static String events(String letters, String step, String story, int ofStep, int first, int last) {
        return "INSERT INTO backstory.event (event_id, type, subjects, data, metadata, correlation_id, causation_id,"
                + " step_id, thread, occurred_at, recorded_at, instance_id)"
                + " SELECT " + ID.formatted("' || substr('" + letters + "', i, 1) || '") + ","
                + " (ARRAY['OrderPlaced', 'PaymentSuccessful', 'ShipmentRequested', 'ReceiptSent'])[i],"
                + " ARRAY['order/' || n, 'customer/' || n % 10000],"
                + " jsonb_build_object('amount', 12.5, 'currency', 'EUR', 'note', repeat('n', 120)),"
                + " jsonb_build_object('tenant', 't' || n % 200, 'actor', 'user' || n % 1000), " + story + ","
                + " " + ID.formatted(step) + ", " + ID.formatted(step) + ", 'http-nio-8080-exec-1',"
                + " now() - n * interval '1 second', now() - n * interval '1 second',"
                + " '00000000-0000-0000-0000-000000000001'"
                + " FROM generate_series(" + first + ", " + last + ") n, generate_series(1, " + ofStep + ") i";
    }

    private ViewerPages() {}

    /** Argument: how many events. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
                HikariDataSource pool = new HikariDataSource()) {
            DataSource database = postgres.getPostgresDatabase();
            load(database, events);
            pool.setDataSource(database);
            pool.setMaximumPoolSize(4);
            CountedQueries queries = new CountedQueries(pool);
            try (ViewerServer viewer = ViewerServer.start(0, new PostgresStoryReader(queries.source()))) {
                System.out.printf(Locale.ROOT, "%,d events%n%n", events);
                System.out.println("| page | median | p95 | queries | bytes sent |\n|---|---|---|---|---|");
                for (Map.Entry<String, String> page : pages().entrySet()) {
                    System.out.println(row(viewer, queries, page.getKey(), page.getValue()));
                }
            }
        }
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("a story of 200 rows", "/stories/" + STORY);
        pages.put("a story of 5 rows", "/stories/story-5000");
        pages.put("the newest stories", "/stories");
        pages.put("stories about a customer", "/stories?q=customer/42");
        pages.put("stories of a tenant", "/stories?tenant=t7");
        return pages;
    }

    private static void load(DataSource database, int events) throws SQLException {
        try (EventPublisher publisher =
                EventPublisher.builder().service("shop").dataSource(database).build()) {
            // The first event makes the schema.
            publisher.publish(Event.of("ShopOpened").build());
        }
        int stories = events / EVENTS_OF_STORY;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT backstory.create_partition(now() - days * interval '15 days')"
                    + " FROM generate_series(0, " + (stories / 86_400 / 15 + 3) + ") AS days");
            statement.execute("INSERT INTO backstory.instance (instance_id, service, host, pid)"
                    + " VALUES ('00000000-0000-0000-0000-000000000001', 'shop', 'host', 1)");
            int chunk = CHUNK / EVENTS_OF_STORY;
            for (int first = 1000; first < stories + 1000; first += chunk) {
                int last = Math.min(first + chunk, stories + 1000) - 1;
                statement.execute(steps("0", "'story-' || n", "'request', 'POST /orders'", first, last));
                statement.execute(events("1234", "0", "'story-' || n", EVENTS_OF_STORY, first, last));
            }
            statement.execute(steps("5", "'" + STORY + "'", "'job', 'Part' || n", 0, JOBS - 1));
            statement.execute(events("678", "5", "'" + STORY + "'", EVENTS_OF_JOB, 0, JOBS - 1));
            new Summaries(database).catchUp(status -> {});
            for (String table : new String[] {"event", "step_observation", "story", "story_key"}) {
                statement.execute("VACUUM ANALYZE backstory." + table);
            }
        }
    }

    private static String row(ViewerServer viewer, CountedQueries queries, String name, String path)
            throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + viewer.port() + path))
                .header("Accept-Encoding", "gzip")
                .build();
        int bytes = 0;
        double[] millis = new double[ROUNDS];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            queries.reset();
            long start = System.nanoTime();
            HttpResponse<byte[]> page = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (page.statusCode() != 200) {
                throw new IllegalStateException(path + " answers " + page.statusCode());
            }
            bytes = page.body().length;
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT,
                "| %s | %.1f ms | %.1f ms | %d | %,d |",
                name,
                millis[ROUNDS / 2],
                millis[ROUNDS * 95 / 100],
                queries.count(),
                bytes);
    }
}
