package dev.backstory.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.StoreUnavailableException;
import dev.backstory.store.InMemoryEventStore;
import dev.backstory.viewer.access.BasicAccess;
import dev.backstory.viewer.access.Look;
import dev.backstory.viewer.access.Passwords;
import dev.backstory.viewer.access.PrincipalAccess;
import dev.backstory.viewer.access.ProxyAccess;
import dev.backstory.viewer.access.Redactor;
import dev.backstory.viewer.access.Role;
import dev.backstory.viewer.story.Sentences;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTest {

    private static final String SECRET = "DE89370400440532013000";
    private static final Redactor RULES = Redactor.of(Map.of(
            "support.event.PaymentFailed", "reason, amount.value",
            "support.metadata", "tenant",
            "support.subjects", "order",
            "support.steps", "status"));
    private static final Map<String, Role> ROLES = Map.of("anna", Role.SUPPORT, "ben", Role.ENGINEER);

    private final List<Look> looks = new CopyOnWriteArrayList<>();
    private final InMemoryEventStore store = new InMemoryEventStore("shop");
    private final EventPublisher publisher =
            EventPublisher.builder().store(store).build();
    private String story = "";

    @BeforeEach
    void publish() {
        Receipt receipt = publisher.publish(Event.of("PaymentFailed")
                .subject("order/4822")
                .subject("iban/" + SECRET)
                .data(Map.of(
                        "reason",
                        "declined",
                        "iban",
                        SECRET,
                        "amount",
                        Map.of("value", "12.50", "account", SECRET),
                        "lines",
                        List.of(Map.of("iban", SECRET))))
                .metadata("tenant", "acme")
                .metadata("actor", SECRET)
                .build());
        story = "/stories/" + receipt.correlationId();
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    private ViewerSetup setup() {
        return ViewerSetup.of(store.reader())
                .sentences(Sentences.of(Map.of("PaymentFailed", "Payment from {iban} failed: {reason}")))
                .redactor(RULES)
                .accessLog(looks::add);
    }

    private ViewerSetup behindProxy(String... proxies) {
        return setup().access(new ProxyAccess(Set.of(proxies), "X-User", ROLES));
    }

    private static HttpResponse<String> send(ViewerServer viewer, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + viewer.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("POST") ? "reason=ticket+SUP-1" : ""))
                .header("Content-Type", "application/x-www-form-urlencoded");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Test
    void a_role_is_given_only_what_it_may_see_in_every_form() throws Exception {
        try (ViewerServer viewer = ViewerServer.start(0, behindProxy("127.0.0.1"))) {
            for (String form :
                    List.of("", "?view=table", "?view=timeline", "/story.md", "/story.json", "/story.html")) {
                HttpResponse<String> seen = send(viewer, "GET", story + form, "X-User", "anna");
                assertThat(seen.statusCode()).as(form).isEqualTo(200);
                assertThat(seen.body()).as(form).doesNotContain(SECRET).contains("declined", "order/4822");
                assertThat(send(viewer, "GET", story + form, "X-User", "ben").body())
                        .as(form)
                        .contains(SECRET);
            }
            assertThat(send(viewer, "GET", "/stories", "X-User", "anna").body())
                    .doesNotContain(SECRET)
                    .contains("iban/•••");
            assertThat(send(viewer, "GET", "/stories?q=iban/" + SECRET, "X-User", "anna")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(viewer, "GET", "/stories?actor=" + SECRET, "X-User", "anna")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(viewer, "GET", "/stories?tenant=acme", "X-User", "anna")
                            .body())
                    .contains(story);
        }
    }

    @Test
    void hidden_fields_are_shown_to_who_may_for_a_reason_that_is_kept() throws Exception {
        ViewerSetup setup = behindProxy("127.0.0.1").revealers(Set.of(Role.SUPPORT));
        try (ViewerServer viewer = ViewerServer.start(0, setup)) {
            assertThat(send(viewer, "GET", story, "X-User", "anna").body()).contains("Show and record");
            String[] own = {"X-User", "anna", "Sec-Fetch-Site", "same-origin"};
            assertThat(send(viewer, "POST", story + "/show", own).body()).contains(SECRET, "ticket SUP-1");
            assertThat(looks)
                    .extracting(look -> look.visitor().name(), Look::what, Look::reason)
                    .contains(tuple("anna", "show", "ticket SUP-1"));
            String[] foreign = {"X-User", "anna", "Sec-Fetch-Site", "cross-site"};
            assertThat(send(viewer, "POST", story + "/show", foreign).statusCode())
                    .isEqualTo(403);
            String[] unknown = {"X-User", "anna"};
            assertThat(send(viewer, "POST", story + "/show", unknown).statusCode())
                    .isEqualTo(403);
            String[] other = {"X-User", "ben", "Sec-Fetch-Site", "same-origin"};
            assertThat(send(viewer, "POST", story + "/show", other).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void who_looked_at_which_story_is_kept_and_without_the_record_nothing_is_shown() throws Exception {
        try (ViewerServer viewer = ViewerServer.start(0, behindProxy("127.0.0.1"))) {
            HttpResponse<String> page = send(viewer, "GET", story, "X-User", "anna");
            String version = page.headers().firstValue("ETag").orElseThrow();
            // The open page asks whether the story has gone on.
            assertThat(send(viewer, "GET", story, "X-User", "anna", "If-None-Match", version)
                            .statusCode())
                    .isEqualTo(304);
            assertThat(looks).singleElement().satisfies(look -> {
                assertThat(look.visitor().name()).isEqualTo("anna");
                assertThat(story).endsWith(look.about());
            });
        }
        ViewerSetup broken = behindProxy("127.0.0.1").accessLog(look -> {
            throw new StoreUnavailableException("full", null);
        });
        try (ViewerServer viewer = ViewerServer.start(0, broken)) {
            HttpResponse<String> page = send(viewer, "GET", story, "X-User", "ben");
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).doesNotContain(SECRET, "declined");
        }
    }

    @Test
    void a_header_is_believed_from_the_named_proxy_only() throws Exception {
        try (ViewerServer viewer = ViewerServer.start(0, behindProxy("10.9.8.7"))) {
            assertThat(send(viewer, "GET", story, "X-User", "ben").statusCode()).isEqualTo(403);
        }
        try (ViewerServer viewer = ViewerServer.start(0, behindProxy("127.0.0.1"))) {
            assertThat(send(viewer, "GET", story).statusCode()).isEqualTo(403);
            assertThat(send(viewer, "GET", story, "X-User", "stranger").statusCode())
                    .isEqualTo(403);
            assertThat(send(viewer, "GET", story, "X-User", "anna", "X-User", "ben")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void without_a_login_of_the_container_nobody_looks() throws Exception {
        try (ViewerServer viewer = ViewerServer.start(0, setup().access(new PrincipalAccess()))) {
            assertThat(send(viewer, "GET", story).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void passwords_are_compared_and_guessing_becomes_slow() throws Exception {
        String line = "anna:support:" + Passwords.hash("correct horse".toCharArray());
        String other = "ben:support:" + Passwords.hash("battery staple".toCharArray());
        BasicAccess access = BasicAccess.of(List.of("# users", line, other), Set.of("127.0.0.1"));
        try (ViewerServer viewer = ViewerServer.start(0, setup().access(access))) {
            HttpResponse<String> unknown = send(viewer, "GET", story);
            assertThat(unknown.statusCode()).isEqualTo(401);
            assertThat(unknown.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic");
            String right = basic("anna", "correct horse");
            assertThat(send(viewer, "GET", story, "Authorization", right).statusCode())
                    .isEqualTo(200);
            int status = 0;
            for (int guess = 0; guess < 6; guess++) {
                status = send(viewer, "GET", story, "Authorization", basic("anna", "guess" + guess))
                        .statusCode();
            }
            assertThat(status).isEqualTo(429);
            assertThat(send(viewer, "GET", story, "Authorization", basic("ben", "battery staple"))
                            .statusCode())
                    .as("behind a proxy all come from its address")
                    .isEqualTo(200);
        }
        BasicAccess elsewhere = BasicAccess.of(List.of(line), Set.of());
        try (ViewerServer viewer = ViewerServer.start(0, setup().access(elsewhere))) {
            assertThat(send(viewer, "GET", story, "Authorization", basic("anna", "correct horse"))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void other_sites_pages_get_nothing_but_may_link_here() throws Exception {
        try (ViewerServer viewer = ViewerServer.start(0, setup())) {
            String[] fetched = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"};
            assertThat(send(viewer, "GET", story, fetched).statusCode()).isEqualTo(403);
            String[] framed = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"
            };
            assertThat(send(viewer, "GET", story, framed).statusCode()).isEqualTo(403);
            String[] linked = {
                "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"
            };
            assertThat(send(viewer, "GET", story, linked).statusCode()).isEqualTo(200);
        }
    }
}
