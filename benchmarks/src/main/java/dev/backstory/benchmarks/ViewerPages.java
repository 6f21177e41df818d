package dev.backstory.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
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

    private static final int JOBS = 50;
    private static final int EVENTS_OF_JOB = 3;
    /** A viewer that has been up for a while: the JVM goes on compiling for the first thousand pages. */
    private static final int WARM_UP = 1_500;

    private static final int ROUNDS = 500;
    private static final String STORY = "story-of-200-rows";

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
        LongHistory history = new LongHistory(database, 1, 1000);
        history.extendTo(events);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(history.steps("5", "'" + STORY + "'", "'job', 'Part' || n", 0, JOBS - 1));
            statement.execute(history.events("678", "5", "'" + STORY + "'", EVENTS_OF_JOB, 0, JOBS - 1));
        }
        new Summaries(database).catchUp(status -> {});
        history.vacuum("event", "step_observation", "story", "story_key");
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
