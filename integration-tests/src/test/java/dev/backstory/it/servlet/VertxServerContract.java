package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;

/** What holds for requests to each version of Vert.x's HTTP server. */
abstract class VertxServerContract {

    @EachJdk
    @Proves("vertx.request")
    void a_request_is_a_step_named_by_its_route(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/plain/pa55?secret=1");

        AnyServer.namesItByItsRoute(outcome, response, 2, "handled", "/plain/:word");
    }

    @EachJdk(alone = true)
    @Proves("vertx.routed")
    void a_route_is_called_by_its_pattern_and_those_of_the_routers_that_it_is_in(TestJvm jvm) {
        Map<String, String> routes = Map.of(
                "/routed/api/users/pa55", "/routed/api/users/:id",
                "/routed/api/later/pa55", "/routed/api/later/:id",
                "/routed/shops/all/users/pa55", "/routed/shops/all/users/:id",
                "/routed/shop/pa55/users/pa55", "/routed/shop/:shop/users/:id",
                "/routed/passed/pa55", "/routed/passed/:id",
                "/routed/files/pa55", "/routed/files/*",
                "/routed/others/pa55", "/routed/*");
        routes.forEach((path, route) -> {
            Outcome outcome = jvm.call("port");
            AnyServer.namesItByItsRoute(outcome, Http.get(outcome.returned(), path), 1, "found", route);
        });
    }

    @EachJdk
    @Proves("vertx.incoming")
    void a_trusted_peers_story_is_continued_and_an_impossible_id_is_not(TestJvm jvm) {
        AnyServer.continuesATrustedPeersStory(jvm, "/plain/a", "handled");
        HttpResponse<String> response = Http.get(jvm.call("port").returned(), "/seen", "X-Correlation-ID", "<script>");
        assertThat(Http.id(response)).isEqualTo(response.body()).isNotEqualTo("<script>");
    }

    @EachJdk
    @Proves("vertx.handed-over")
    void a_request_goes_on_over_workers_timers_and_its_answers_end(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/later");
        assertThat(response.body()).isEqualTo("later");
        assertThat(outcome.events(3)).extracting(RecordedEvent::correlationId).containsOnly(Http.id(response));
        assertThat(outcome.endedStep("later").attributes()).containsEntry("status", "202");
    }

    @EachJdk
    @Proves("vertx.body")
    void what_is_told_of_a_body_belongs_to_its_request(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.post(outcome.returned(), "/body", "text");
        assertThat(response.body()).isEqualTo("text " + Http.id(response));
        assertThat(outcome.events(2)).extracting(RecordedEvent::correlationId).containsOnly(Http.id(response));
        assertThat(outcome.endedStep("whole").name()).isEqualTo("POST");
    }

    @EachJdk
    @Proves("vertx.failed")
    void a_handler_that_throws_fails_its_step(TestJvm jvm) throws IOException {
        Outcome outcome = jvm.call("port");
        try (Connection connection = new Connection(outcome.returned())) {
            connection.ask("/broken");
            outcome.event("reported java.lang.IllegalStateException");
        }
        RecordedStep step = outcome.endedStep("broken");
        assertThat(step.error()).isEqualTo("java.lang.IllegalStateException");
        assertThat(step.attributes()).containsEntry("status", "cancelled");
        AnyServer.failsWhatItRefuses(outcome, "/refused", "refused-" + outcome.story("broken"));
    }

    @EachJdk
    @Proves("vertx.late")
    void a_handler_that_throws_may_have_asked_for_the_answer_and_its_exception_is_reported_as_it_is(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/late");
        assertThat(response.statusCode()).isEqualTo(202);
        RecordedStep step = outcome.endedStep("later");
        assertThat(step.correlationId()).isEqualTo(Http.id(response));
        assertThat(step.error()).isEqualTo("java.io.IOException");
        assertThat(step.attributes()).containsEntry("status", "202");
        outcome.event("reported java.io.IOException");
    }

    @EachJdk
    @Proves("vertx.head")
    void who_is_told_that_the_head_goes_is_in_the_requests_story_whoever_answers(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/head");
        assertThat(outcome.story("head")).isEqualTo(Http.id(response));
    }

    @EachJdk
    @Proves("vertx.upgraded")
    void a_request_that_becomes_a_web_socket_is_over_then(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + outcome.returned() + "/upgrade"), new WebSocket.Listener() {})
                .join();
        assertThat(outcome.endedStep("upgraded").attributes()).containsEntry("status", "101");
    }

    @EachJdk
    @Proves("vertx.cancelled")
    void a_request_whose_client_goes_away_is_cancelled(TestJvm jvm) throws IOException {
        Outcome outcome = jvm.call("port");
        try (Connection connection = new Connection(outcome.returned())) {
            connection.ask("/gone");
            outcome.event("waiting");
        }
        assertThat(outcome.endedStep("waiting").attributes()).containsEntry("status", "cancelled");
        assertThat(outcome.story("closed")).isEqualTo(outcome.story("waiting"));
    }

    @EachJdk
    @Proves("vertx.keep-alive")
    void each_request_of_a_connection_is_a_story_of_its_own_those_that_wait_for_another_too(TestJvm jvm)
            throws IOException {
        AnyServer.tellsRequestsApart(jvm, 10, "/seen", "/seen-later");
    }

    @EachJdk
    @Proves("vertx.http2")
    void a_request_over_http_2_is_a_step_as_any_other(TestJvm jvm) throws Exception {
        Outcome outcome = jvm.call("port");
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        // The first one asks for the protocol.
        send(client, outcome, "/seen");
        HttpResponse<String> response = send(client, outcome, "/plain/b");
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(outcome.story("handled")).isEqualTo(Http.id(response));
        assertThat(outcome.endedStep("handled").attributes()).containsEntry("status", "201");
    }

    private static HttpResponse<String> send(HttpClient client, Outcome outcome, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + outcome.returned() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
