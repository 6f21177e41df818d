package dev.backstory.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.StoreUnavailableException;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventList;
import dev.backstory.store.EventPage;
import dev.backstory.store.EventQuery;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryKey;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryPart;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import dev.backstory.viewer.story.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ViewerServerTest {

    private static final String ID = "a.b_c~d:e+f=g@h-i";
    private static final String HOSTILE = "\"><script>alert(1)</script>\u202E" + "A".repeat(100_000);

    private static @Nullable ViewerServer server;
    private static volatile boolean away;

    /** Knows one story; is away when told so. */
    private static final class OneStory implements StoryReader {

        private final StoryRecords records = new Records(ID)
                .step("s", "request", "POST /orders", null, Duration.ofMillis(38), HOSTILE)
                .event("e", "OrderPlaced", "s")
                .event("h", HOSTILE, "e", HOSTILE, null)
                .batch("b", "orders", "first second")
                .get();

        @Override
        public StoryRecords story(String correlationId) {
            if (away) {
                throw new StoreUnavailableException("gone", null);
            }
            return correlationId.equals(ID) ? records : new StoryRecords(correlationId, List.of(), List.of(), Map.of());
        }

        @Override
        public @Nullable RecordedEvent event(String eventId) {
            return eventId.equals("e") ? records.events().get(0) : null;
        }

        @Override
        public @Nullable String findStory(String anyId) {
            return anyId.equals("e") || anyId.equals(ID) ? ID : null;
        }

        @Override
        public StoryPart part(String correlationId, StoryPart.Place from, int limit) {
            return new StoryPart(story(correlationId), null);
        }

        @Override
        public EventList events(EventQuery query) {
            return new EventList(records.events(), null);
        }

        @Override
        public EventPage after(String place, EventFilter filter, int limit) {
            return new EventPage(List.of(), place, false, null);
        }

        @Override
        public String end() {
            return EventPage.START;
        }

        @Override
        public StoryList stories(StoryQuery query) {
            StoryHead head = new StoryHead(
                    ID,
                    null,
                    Records.START,
                    Records.START,
                    1,
                    Map.of(HOSTILE, 2L),
                    List.of("customer/42", HOSTILE),
                    true,
                    List.of("shop"));
            boolean listed =
                    query.keys().isEmpty() || query.keys().contains(new StoryKey(StoryKey.Kind.SUBJECT, "customer/42"));
            return new StoryList(listed ? List.of(head) : List.of(), null, null);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        server = ViewerServer.start(0, new OneStory());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static int port() {
        return server == null ? 0 : server.port();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String firstLine(String method, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            String request = method + " /stories HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void list_story_and_event_are_linked_and_escaped() throws Exception {
        String story = new Links("").story(ID);
        assertThat(get("/stories").body()).contains("href=\"" + story + "\"");
        HttpResponse<String> page = get(story);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Order placed", "id=\"r-e\"", "href=\"" + story + "/events/e\"");
        assertThat(get(story + "/events/e").body()).contains("order/4822", "Led to");
        assertThat(get(story + "/events/h").statusCode()).isEqualTo(200);
        for (String path : List.of(
                "/stories",
                story,
                story + "/events/h",
                "/stories?q=" + new Links("").go(HOSTILE.substring(0, 30)).substring(7))) {
            assertThat(get(path).body()).doesNotContain("<script>alert");
        }
    }

    @Test
    void a_batch_leads_to_the_stories_that_it_joins() throws Exception {
        assertThat(get(new Links("").story(ID)).body())
                .contains("href=\"/go?id=first\"", "href=\"/go?id=second\"", "redelivered");
    }

    @Test
    void every_page_has_the_strict_headers() throws Exception {
        HttpResponse<String> page = get("/stories");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.body()).doesNotContain("style=", "<style", "onclick");
    }

    @Test
    void other_names_and_methods_are_refused() throws Exception {
        assertThat(firstLine("GET", "evil.example:" + port())).contains("421");
        assertThat(firstLine("GET", "localhost")).contains("421");
        assertThat(firstLine("GET", "127.0.0.1:" + port())).contains("200");
        assertThat(firstLine("POST", "localhost:" + port())).contains("405");
        assertThat(firstLine("HEAD", "localhost:" + port())).contains("200");
    }

    @Test
    void what_is_not_there_is_a_page_that_says_so() throws Exception {
        assertThat(get("/stories/unknown").statusCode()).isEqualTo(404);
        assertThat(get("/stories/a%00b").statusCode()).isBetween(400, 404);
        assertThat(get("/go?id=unknown").statusCode()).isEqualTo(404);
        assertThat(get("/assets/..%2FViewerServlet.class").statusCode()).isBetween(400, 404);
        assertThat(get("/stories?q=nobody/1").body())
                .contains("Nothing was found")
                .doesNotContain("Did you mean");
    }

    @Test
    void words_that_were_meant_as_a_subject_lead_to_it() throws Exception {
        String meant = new Links("").storiesAbout("customer/42");
        for (String words : List.of("customer%2042", "customer:%2042", "customer%20%2342")) {
            assertThat(get("/stories?q=" + words).body()).contains("Did you mean", "href=\"" + meant + "\"");
        }
    }

    @Test
    void go_leads_to_own_paths_only() throws Exception {
        assertThat(get("/go?id=e").headers().firstValue("Location")).contains(new Links("").event(ID, "e"));
        assertThat(get("/go?id=//evil.example").headers().firstValue("Location"))
                .isEmpty();
    }

    @Test
    void markdown_and_json_are_beside_the_page() throws Exception {
        assertThat(get(new Links("").story(ID) + "/story.md").body()).startsWith("# POST /orders");
        assertThat(get(new Links("").story(ID) + "/story.json").body()).startsWith("{\"version\":1");
    }

    @Test
    void a_store_that_is_away_is_a_page_that_says_so() throws Exception {
        away = true;
        try {
            HttpResponse<String> page = get("/stories/x");
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("The store is away");
        } finally {
            away = false;
        }
    }

    @Test
    void who_has_the_story_as_it_is_now_is_told_so() throws Exception {
        String tag = get(new Links("").story(ID)).headers().firstValue("ETag").orElseThrow();
        HttpRequest again = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + new Links("").story(ID)))
                .header("If-None-Match", tag)
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(again, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void the_download_is_one_file_whose_links_lead_here() throws Exception {
        HttpResponse<String> file = get(new Links("").story(ID) + "/story.html");
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment;");
        assertThat(file.body())
                .contains("<style>", "href=\"http://localhost:" + port() + "/stories/")
                .doesNotContain("<link", "<script");
    }

    @Test
    void timeline_and_table_show_the_same_rows() throws Exception {
        String story = new Links("").story(ID);
        assertThat(get(story + "?view=timeline").body()).contains("<svg", "Order placed");
        assertThat(get(story + "?view=table").body()).contains("<table", "Order placed");
        assertThat(get(story + "?view=no%22such").statusCode()).isEqualTo(200);
    }
}
