package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What holds for WebFlux on both generations of Spring Boot, on Reactor Netty with one event loop for all requests. */
abstract class WebFluxContract {

    @EachJdk
    @Proves({"webflux.request", "webflux.threads"})
    void a_request_is_a_step_from_its_first_filter_on_whichever_threads_it_runs_on(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/papers/pa55?secret=1");

        assertThat(response.body()).isEqualTo("done");
        AnyServer.namesItByItsRoute(outcome, response, 5, "controller", "/papers/{id}");
    }

    @EachJdk(alone = true)
    @Proves("webflux.incoming")
    void a_trusted_peers_story_is_continued(TestJvm jvm) {
        AnyServer.continuesATrustedPeersStory(jvm, "/functional/pa55", "functional");
    }

    @EachJdk(alone = true)
    @Proves("webflux.functional")
    void a_functional_route_is_called_by_its_pattern(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        Http.get(outcome.returned(), "/functional/pa55");
        RecordedStep step = outcome.endedStep("functional");
        assertThat(step.name()).isEqualTo("GET /functional/{id}");
        assertThat(step.attributes()).containsEntry("status", "202");
        assertThat(step.toString()).doesNotContain("pa55");
    }

    @EachJdk(alone = true)
    @Proves("webflux.streams")
    void bodies_that_come_and_go_in_parts_are_the_requests(TestJvm jvm) {
        Outcome in = jvm.call("port");
        assertThat(Http.post(in.returned(), "/body", "x".repeat(100_000)).body())
                .hasSize(100_000);
        assertThat(in.endedStep("received").name()).isEqualTo("POST /body");

        Outcome out = jvm.call("port");
        HttpResponse<String> sent = Http.get(out.returned(), "/stream");
        assertThat(sent.body()).isEqualTo("0\n1\n2\n");
        assertThat(out.events(3)).extracting(event -> event.correlationId()).containsOnly(Http.id(sent));
    }

    @EachJdk(alone = true)
    @Proves("webflux.failed")
    void a_failure_is_named_by_the_exception_where_the_answer_is_one_too(TestJvm jvm) {
        for (String path : List.of("/fails", "/fails-later")) {
            assertThat(failing(jvm, path, 500).error()).as(path).isEqualTo("java.lang.IllegalStateException");
        }
        assertThat(failing(jvm, "/closed", 503).error()).contains("ResponseStatusException");
        assertThat(failing(jvm, "/sold-out", 409).error())
                .as("an answer, no failure")
                .isNull();
    }

    private static RecordedStep failing(TestJvm jvm, String path, int status) {
        Outcome outcome = jvm.call("port");
        assertThat(Http.get(outcome.returned(), path + "/1").statusCode()).isEqualTo(status);
        RecordedStep step = outcome.endedStep("failing");
        assertThat(step.name()).isEqualTo("GET " + path + "/{id}");
        assertThat(step.attributes()).containsEntry("status", Integer.toString(status));
        return step;
    }

    @EachJdk(alone = true)
    @Proves("webflux.torn")
    void a_failure_after_the_head_was_sent_fails_the_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThatThrownBy(() -> Http.get(outcome.returned(), "/torn/1")).isInstanceOf(UncheckedIOException.class);
        RecordedStep step = outcome.endedStep("failing");
        assertThat(step.error()).isEqualTo("java.lang.IllegalStateException");
        assertThat(step.attributes()).containsEntry("status", "200");
    }

    @EachJdk(alone = true)
    @Proves("webflux.cancelled")
    void a_client_that_goes_away_ends_the_step(TestJvm jvm) throws IOException {
        Outcome outcome = jvm.call("port");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(outcome.returned()))) {
            socket.getOutputStream()
                    .write("GET /never HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            outcome.event("waiting");
        }
        RecordedStep step = outcome.endedStep("waiting");
        assertThat(outcome.event("gone").stepId()).isEqualTo(step.id());
        assertThat(step.attributes()).containsEntry("status", "cancelled");
        assertThat(step.error()).isNull();
    }

    @EachJdk(alone = true)
    @Proves("webflux.keep-alive")
    void each_request_of_a_connection_is_a_story_of_its_own(TestJvm jvm) throws IOException {
        AnyServer.tellsRequestsApart(jvm, 10, "/seen");
        AnyServer.tellsRequestsApart(jvm, 1, "/path/1", "/path/1", "/path/1", "/path/1");
    }

    @EachJdk(alone = true)
    @Proves("webflux.interleaved")
    void requests_on_one_event_loop_see_their_own_stories_only(TestJvm jvm) throws Exception {
        String port = jvm.call("port").returned();
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> seen = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String id = "request-" + i;
                seen.add(clients.submit(() ->
                        Http.get(port, "/path/" + id, "X-Correlation-ID", id).body()));
            }
            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i).get()).isEqualTo("request-" + i);
            }
            for (int i = 0; i < 20; i++) {
                String place = "/meet/" + i;
                Future<String> one = clients.submit(
                        () -> Http.get(port, place, "X-Correlation-ID", "one").body());
                Future<String> other = clients.submit(
                        () -> Http.get(port, place, "X-Correlation-ID", "other").body());
                assertThat(one.get()).isEqualTo("one one");
                assertThat(other.get()).isEqualTo("other other");
            }
        } finally {
            clients.shutdown();
        }
    }
}
