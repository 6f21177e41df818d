package dev.backstory.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.StoreUnavailableException;
import dev.backstory.audit.AuditLog;
import dev.backstory.audit.AuditRule;
import dev.backstory.store.InMemoryEventStore;
import dev.backstory.viewer.access.Look;
import dev.backstory.viewer.access.Redactor;
import dev.backstory.viewer.access.Role;
import dev.backstory.viewer.access.Visitor;
import dev.backstory.viewer.story.Sentences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditRoutesTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private static final String HOSTILE = "\"><script>alert(1)</script>\u202E";
    private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
    private static final List<AuditRule> RULES = List.of(
            AuditRule.parse("firm-audit", 1, "per=metadata.tenant; types=Order*", SINCE),
            AuditRule.parse("firm-audit", 2, "per=metadata.tenant; types=Order*, Payment*", SINCE.plusSeconds(60)),
            AuditRule.parse("orders", 1, "subject=order/*", SINCE));

    private final List<Look> looks = new CopyOnWriteArrayList<>();
    private final InMemoryEventStore shop = new InMemoryEventStore("shop");
    private final InMemoryEventStore bank = new InMemoryEventStore("bank");
    private final EventPublisher inShop = EventPublisher.builder().store(shop).build();
    private final EventPublisher inBank = EventPublisher.builder().store(bank).build();

    @AfterEach
    void close() {
        inShop.close();
        inBank.close();
    }

    private Receipt publish(InMemoryEventStore store, String type, String tenant) {
        EventPublisher publisher = store == shop ? inShop : inBank;
        return publisher.publish(Event.of(type)
                .subject("order/1")
                .data(Map.of("note", tenant))
                .metadata("tenant", tenant)
                .metadata("actor", "anna")
                .build());
    }

    private ViewerSetup setup() {
        return ViewerSetup.of(shop.reader())
                .auditLog(() -> new AuditLog(shop.reader(), RULES))
                .accessLog(looks::add);
    }

    private record Answered(int status, String body, String policy) {}

    private static Answered get(ViewerServer server, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String policy =
                    response.headers().firstValue("Content-Security-Policy").orElse("");
            return new Answered(response.statusCode(), response.body(), policy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_logs_are_listed_and_a_key_leads_to_its_log() throws IOException {
        publish(shop, "OrderPlaced", "12/34");
        try (ViewerServer server = ViewerServer.start(0, setup())) {
            String list = get(server, "/audit").body();
            assertThat(list)
                    .contains("firm-audit", "version 2 of its rule", "types=Order*, Payment*")
                    .contains("href=\"/audit/orders\"");
            assertThat(get(server, "/audit?log=firm-audit&key=12/34").body())
                    .contains("<h1><bdi>firm-audit/12/34</bdi>");
            assertThat(get(server, "/audit/nobody").status()).isEqualTo(404);
            assertThat(get(server, "/audit/firm-audit").status()).isEqualTo(404);
            assertThat(get(server, "/audit/orders/other").status()).isEqualTo(404);
        }
        try (ViewerServer server = ViewerServer.start(0, ViewerSetup.of(shop.reader()))) {
            assertThat(get(server, "/audit").body()).contains("No audit log is configured");
        }
    }

    @Test
    void a_log_has_pages_with_who_what_and_a_permanent_link_and_says_which_version_chose() throws IOException {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            publish(shop, "OrderPlaced", "other");
            told.add(
                    0,
                    publish(shop, i % 2 == 0 ? "OrderPlaced" : "PaymentFailed", "1234")
                            .eventId());
        }
        try (ViewerServer server =
                ViewerServer.start(0, setup().sentences(Sentences.of(Map.of("PaymentFailed", "Not paid: {note}"))))) {
            assertThat(listed(server, "/audit/firm-audit/1234")).isEqualTo(told);
            String page = get(server, "/audit/firm-audit/1234").body();
            assertThat(page)
                    .contains("Chosen by version 2 of its rule", "Not paid: 1234", "<bdi>anna</bdi>", "Order placed");
            assertThat(listed(server, "/audit/firm-audit/1234?rule=1")).hasSize(60);
            assertThat(get(server, "/audit/firm-audit/1234?rule=7").status()).isEqualTo(404);
            JsonNode feed = JsonMapper.shared()
                    .readTree(get(server, "/audit/firm-audit/1234/feed.json").body());
            assertThat(feed.path("entries").size()).isEqualTo(50);
            assertThat(feed.path("entries").path(0).path("sentence").asString()).isEqualTo("Not paid: 1234");
            assertThat(feed.path("rules").path(0).path("version").asInt()).isEqualTo(2);
            JsonNode further = JsonMapper.shared()
                    .readTree(get(server, feed.path("next").asString()).body());
            assertThat(further.path("entries").path(0).path("id").asString()).isEqualTo(told.get(50));
        }
        assertThat(looks).extracting(Look::what).contains("audit", "audit/feed.json");
        assertThat(looks).extracting(Look::about).containsOnly("firm-audit/1234");
    }

    /** The ids that the log's pages link to, following "Older entries" to the end. */
    private static List<String> listed(ViewerServer server, String path) {
        List<String> ids = new ArrayList<>();
        String next = path;
        while (next != null) {
            String page = get(server, next).body();
            Matcher link = Pattern.compile("/events/([0-9a-f-]{36})\"").matcher(page);
            while (link.find()) {
                ids.add(link.group(1));
            }
            Matcher older = Pattern.compile("rel=\"next\" href=\"([^\"]*)\"").matcher(page);
            next = older.find() ? older.group(1).replace("&amp;", "&") : null;
        }
        return ids;
    }

    @Test
    void a_log_of_two_stores_is_one_log_on_every_page_and_one_that_is_away_is_named() throws IOException {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            told.add(0, publish(i % 3 == 0 ? bank : shop, "OrderPlaced", "1234").eventId());
        }
        Map<String, Supplier<AuditLog>> logs = new LinkedHashMap<>();
        logs.put("shop", () -> new AuditLog(shop.reader(), RULES));
        logs.put("bank", () -> new AuditLog(bank.reader(), RULES));
        try (ViewerServer server = ViewerServer.start(0, setup().auditLogs(logs))) {
            assertThat(listed(server, "/audit/firm-audit/1234")).isEqualTo(told);
        }
        logs.put("bank", () -> {
            throw new StoreUnavailableException("gone", null);
        });
        try (ViewerServer server = ViewerServer.start(0, setup().auditLogs(logs))) {
            assertThat(listed(server, "/audit/firm-audit/1234")).hasSize(86);
            assertThat(get(server, "/audit/firm-audit/1234").body())
                    .contains("Not complete: the store <bdi>bank</bdi>");
        }
    }

    @Test
    void hostile_text_is_text() throws IOException {
        publish(shop, "OrderPlaced", HOSTILE);
        try (ViewerServer server = ViewerServer.start(0, setup())) {
            String key = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8);
            for (String form : List.of("", "/fragment")) {
                assertThat(get(server, "/audit/firm-audit/" + key + form).body())
                        .contains("Order placed")
                        .doesNotContain("<script>alert");
            }
            assertThat(get(server, "/audit/firm-audit/" + key + "/feed.json").status())
                    .isEqualTo(200);
            assertThat(get(server, "/audit/firm-audit/%00").status()).isIn(400, 404);
            assertThat(get(server, "/audit/orders?after=" + key).status()).isEqualTo(200);
        }
    }

    @Test
    void only_a_fragment_and_only_for_the_named_origins_can_be_framed() throws IOException {
        publish(shop, "OrderPlaced", "1234");
        String[] framed = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"};
        try (ViewerServer server = ViewerServer.start(0, setup())) {
            assertThat(get(server, "/audit/firm-audit/1234/fragment").policy()).contains("frame-ancestors 'none'");
            assertThat(get(server, "/audit/firm-audit/1234/fragment", framed).status())
                    .isEqualTo(403);
        }
        ViewerSetup open = setup().embedders(List.of("https://admin.example.com"));
        try (ViewerServer server = ViewerServer.start(0, open)) {
            Answered fragment = get(server, "/audit/firm-audit/1234/fragment", framed);
            assertThat(fragment.policy()).contains("frame-ancestors https://admin.example.com");
            assertThat(fragment.body()).contains("target=\"_blank\"").doesNotContain("<nav", "<script");
            for (String path : List.of("/audit/firm-audit/1234", "/audit", "/audit/firm-audit/1234/feed.json")) {
                assertThat(get(server, path, framed).status()).as(path).isEqualTo(403);
                assertThat(get(server, path).policy()).as(path).contains("frame-ancestors 'none'");
            }
        }
        assertThatThrownBy(() -> setup().embedders(List.of("https://a.example; script-src *")))
                .hasMessageContaining("is no origin");
    }

    @Test
    void a_role_sees_of_an_entry_and_of_the_logs_only_what_it_may() throws IOException {
        publish(shop, "OrderPlaced", "1234");
        for (String metadata : List.of("tenant", "issue")) {
            Redactor rules = Redactor.of(Map.of("support.metadata", metadata, "support.subjects", "customer"));
            ViewerSetup guarded = setup().redactor(rules).access(request -> new Visitor("sam", Role.SUPPORT));
            boolean may = metadata.equals("tenant");
            try (ViewerServer server = ViewerServer.start(0, guarded)) {
                Answered log = get(server, "/audit/firm-audit/1234");
                assertThat(log.status()).isEqualTo(may ? 200 : 403);
                assertThat(log.body()).doesNotContain("anna", "order/1");
                assertThat(get(server, "/audit/orders").status()).isEqualTo(403);
                assertThat(get(server, "/audit").body())
                        .contains(may ? "One more log is not for your role" : "2 more logs are not for your role")
                        .doesNotContain("subject=order/*");
            }
        }
        assertThat(looks).extracting(Look::about).containsOnly("firm-audit/1234", "");
    }
}
