package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds in every container. */
abstract class ServletContract {

    @EachJdk
    @Proves({"servlet.request", "servlet.route"})
    void a_request_is_one_story_that_its_response_names(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/order/secret-token?key=secret");
        assertOneStory(outcome, 3, Http.id(response));
        RecordedStep step = outcome.endedStep("before");
        assertThat(step.kind()).isEqualTo("request");
        assertThat(step.name()).isEqualTo("GET /order/*");
        assertThat(step.error()).isNull();
        assertThat(step.attributes())
                .containsEntry("method", "GET")
                .containsEntry("route", "/order/*")
                .containsEntry("status", "200")
                .doesNotContainKey("clientAddress");
        assertThat(step.duration()).isPositive();
        assertThat(step.toString()).doesNotContain("secret");
    }

    @EachJdk
    @Proves("servlet.forward-include")
    void forward_and_include_stay_in_the_story(TestJvm jvm) {
        for (String path : List.of("/forward", "/include")) {
            Outcome outcome = jvm.call("port");
            HttpResponse<String> response = Http.get(outcome.returned(), path);
            assertOneStory(outcome, 4, Http.id(response));
        }
    }

    @EachJdk
    void an_include_in_steps_of_the_applications_own_does_not_end_the_requests_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/steps");
        assertOneStory(outcome, 5, Http.id(response));
        RecordedStep request = outcome.endedStep("before");
        assertThat(request.attributes()).containsEntry("status", "503");
        assertThat(request.error()).isEqualTo("status 503");
        assertThat(outcome.event("in a step").stepId()).isNotEqualTo(request.id());
        assertThat(outcome.event("servlet INCLUDE").stepId()).isNotEqualTo(request.id());
        assertThat(outcome.event("after").stepId()).isEqualTo(request.id());
    }

    @EachJdk
    @Proves("servlet.error-dispatch")
    void an_error_page_stays_in_the_story_and_its_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/gone");
        assertThat(response.statusCode()).isEqualTo(TomcatApp.GONE);
        assertOneStory(outcome, 4, outcome.story("before"));
        assertThat(outcome.event("servlet ERROR").stepId())
                .isEqualTo(outcome.event("before").stepId());
        assertThat(outcome.endedStep("before").name()).isEqualTo("GET /gone");
    }

    @EachJdk
    @Proves({"servlet.async-pool", "servlet.async-start"})
    void work_after_start_async_stays_in_the_story(TestJvm jvm) {
        for (String path : List.of("/pool", "/start")) {
            Outcome outcome = jvm.call("port");
            HttpResponse<String> response = Http.get(outcome.returned(), path);
            assertOneStory(outcome, 4, Http.id(response));
            assertThat(outcome.endedStep("asynchronous").attributes()).containsEntry("status", "200");
        }
    }

    @EachJdk
    @Proves("servlet.async-dispatch")
    void a_dispatch_from_another_thread_stays_in_the_story_and_in_its_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/dispatch");
        assertOneStory(outcome, 5, Http.id(response));
        assertThat(outcome.event("asynchronous").stepId())
                .isEqualTo(outcome.event("before").stepId());
        assertThat(outcome.endedStep("asynchronous").name()).isEqualTo("GET /dispatch");
    }

    @EachJdk
    @Proves("servlet.async-complete")
    void an_async_listener_is_called_in_the_story(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/listener");
        assertThat(outcome.story("listener")).isEqualTo(Http.id(response)).isEqualTo(outcome.story("before"));
    }

    @EachJdk
    @Proves("servlet.async-timeout")
    void a_time_out_is_told_in_the_story(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/timeout");
        assertThat(outcome.story("timeout")).isEqualTo(Http.id(response)).isEqualTo(outcome.story("before"));
        assertThat(outcome.endedStep("timeout").name()).isEqualTo("GET /timeout");
    }

    @EachJdk
    @Proves("servlet.async-error")
    void an_error_after_start_async_is_told_in_the_story_and_fails_its_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThat(Http.get(outcome.returned(), "/async-error").statusCode()).isEqualTo(500);
        assertThat(outcome.story("on error")).isEqualTo(outcome.story("before"));
        assertThat(outcome.endedStep("on error").error()).isEqualTo(IllegalStateException.class.getName());
    }

    @EachJdk
    @Proves("servlet.committed")
    void a_dispatch_after_the_response_was_committed_repeats_no_header(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/commit");
        assertThat(response.headers().allValues("X-Correlation-ID")).containsExactly(outcome.story("servlet ASYNC"));
    }

    @EachJdk
    @Proves("servlet.async-nested")
    void dispatches_stay_in_the_story_and_its_step_five_deep(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/nested");
        assertOneStory(outcome, 9, Http.id(response));
        assertThat(outcome.events())
                .extracting(RecordedEvent::stepId)
                .containsOnly(outcome.event("before").stepId());
        assertThat(outcome.endedStep("before").attributes()).containsEntry("status", "200");
    }

    @EachJdk
    @Proves({"servlet.read-listener", "servlet.write-listener"})
    void stream_listeners_are_called_in_the_story(TestJvm jvm) {
        Outcome read = jvm.call("port");
        assertOneStory(read, 3, Http.id(Http.post(read.returned(), "/read", "x".repeat(100_000))));
        Outcome written = jvm.call("port");
        assertOneStory(written, 4, Http.id(Http.get(written.returned(), "/write")));
    }

    @EachJdk
    @Proves("servlet.read-listener")
    void a_stream_listener_is_told_in_the_story_that_its_client_has_gone(TestJvm jvm) throws IOException {
        Outcome outcome = jvm.call("port");
        try (Connection connection = new Connection(outcome.returned())) {
            connection.postHalf("/read");
            assertThat(outcome.event("before")).isNotNull();
        }
        assertThat(outcome.story("stream error")).isEqualTo(outcome.story("before"));
    }

    @EachJdk
    @Proves("servlet.outlives")
    void work_that_outlives_its_request_stays_in_the_story(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        String id = Http.id(Http.get(outcome.returned(), "/outlives"));
        assertThat(Http.id(Http.get(outcome.returned(), "/release"))).isNotEqualTo(id);
        assertThat(outcome.story("later")).isEqualTo(id);
    }

    @EachJdk
    @Proves("servlet.status")
    void a_refusal_is_the_steps_status_and_no_failure(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThat(Http.get(outcome.returned(), "/refuse").statusCode()).isEqualTo(409);
        RecordedStep step = outcome.endedStep("before");
        assertThat(step.attributes()).containsEntry("status", "409");
        assertThat(step.error()).isNull();
    }

    @EachJdk
    @Proves("servlet.exception")
    void an_exception_fails_the_step_and_leaves_the_thread_clean(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/throw");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(outcome.endedStep("before").error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(Http.id(response)).isEqualTo(clearsHeadersOnException() ? null : outcome.story("before"));
    }

    /** Whether the container forgets all headers of a response, those of filters included, when an exception comes out. */
    boolean clearsHeadersOnException() {
        return false;
    }

    @EachJdk
    @Proves("servlet.status")
    void a_server_error_fails_the_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThat(Http.get(outcome.returned(), "/broken").statusCode()).isEqualTo(503);
        assertThat(outcome.endedStep("before").error()).isEqualTo("status 503");
    }

    @EachJdk
    @Proves("servlet.incoming")
    void a_trusted_peer_names_the_story(TestJvm jvm) {
        String[][] accepted = {
            {"X-Correlation-ID", "from-gateway.1"},
            {"baggage", "a=b, correlation.id=from-gateway.2;p=1"},
            {"X-Request-ID", "from-gateway.3"}
        };
        for (int i = 0; i < accepted.length; i++) {
            Outcome outcome = jvm.call("port");
            HttpResponse<String> response = Http.get(outcome.returned(), "/plain", accepted[i]);
            assertThat(outcome.story("before"))
                    .isEqualTo("from-gateway." + (i + 1))
                    .isEqualTo(Http.id(response));
        }
    }

    @EachJdk
    @Proves("servlet.incoming-invalid")
    void malformed_oversized_and_doubled_ids_are_ignored(TestJvm jvm) {
        String[][] ignored = {
            {"X-Correlation-ID", "<script>"},
            {"X-Correlation-ID", "a".repeat(129)},
            {"X-Correlation-ID", "one", "X-Correlation-ID", "two"},
            {"X-Request-ID", "a".repeat(129)},
            {"baggage", "correlation.id=one,correlation.id=two"},
            {"baggage", "correlation.id=one%0D%0ASet-Cookie:%20two"},
        };
        for (String[] headers : ignored) {
            Outcome outcome = jvm.call("port");
            HttpResponse<String> response = Http.get(outcome.returned(), "/plain", headers);
            assertThat(outcome.story("before"))
                    .isEqualTo(Http.id(response))
                    .hasSize(36)
                    .isNotIn((Object[]) headers);
            assertThat(response.headers().map()).doesNotContainKey("set-cookie");
        }
    }

    @EachJdk
    @Proves("servlet.keep-alive")
    void requests_on_one_connection_are_different_stories(TestJvm jvm) throws IOException {
        Outcome outcome = jvm.call("port");
        Set<String> ids = new HashSet<>();
        try (Connection connection = new Connection(outcome.returned())) {
            for (int i = 0; i < 10; i++) {
                ids.add(String.valueOf(connection.get("/plain").id()));
            }
        }
        assertThat(ids).hasSize(10);
        assertThat(outcome.events(30))
                .hasSize(30)
                .extracting(RecordedEvent::correlationId)
                .hasSameElementsAs(ids);
    }

    @EachJdk
    @Proves("servlet.pipelining")
    void requests_that_do_not_wait_for_one_another_are_different_stories(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        List<String> ids = Http.pipeline(outcome.returned(), "/plain", new String[10]);
        assertThat(ids).hasSize(10).doesNotHaveDuplicates();
        assertThat(outcome.events(30)).extracting(RecordedEvent::correlationId).hasSameElementsAs(ids);
    }

    @EachJdk
    @Proves("actor.request")
    void who_is_logged_in_is_known_from_the_first_call_on_that_was_given_it(TestJvm jvm) {
        for (String path : List.of("/plain", "/pool", "/start", "/dispatch", "/listener", "/write", "/outlives")) {
            Outcome outcome = jvm.call("port");
            String port = outcome.returned();
            Http.get(port, path, "X-User", "alice");
            if (path.equals("/outlives")) {
                Http.get(port, "/release", "X-User", "bob");
                assertThat(actor(outcome.event("later"))).isEqualTo("alice");
            } else {
                assertThat(outcome.endedStep("before").attributes()).containsEntry("actor", "alice");
                assertThat(actor(outcome.event("before"))).isNull();
                assertThat(outcome.events())
                        .filteredOn(event -> !event.type().equals("before"))
                        .isNotEmpty()
                        .allSatisfy(event -> assertThat(actor(event))
                                .as(path + " " + event.type())
                                .isEqualTo("alice"));
            }
        }
    }

    @EachJdk
    @Proves("actor.pipelining")
    void users_who_share_a_connection_are_not_taken_for_one_another(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        List<String> ids = Http.pipeline(outcome.returned(), "/plain", "X-User: alice", "X-User: bob", "X-Nobody: x");
        Outcome again = jvm.call("port");
        ids.addAll(Http.pipeline(again.returned(), "/pool", "X-User: carol", "X-Nobody: x", "X-User: alice"));
        String[] expected = {"alice", "bob", null, "carol", null, "alice"};
        outcome.events(9);
        again.events(3);
        for (int i = 0; i < expected.length; i++) {
            String id = ids.get(i);
            assertThat((i < 3 ? outcome : again).events())
                    .filteredOn(event ->
                            event.correlationId().equals(id) && event.type().startsWith("servlet"))
                    .singleElement()
                    .extracting(ServletContract::actor)
                    .isEqualTo(expected[i]);
        }
    }

    private static @Nullable String actor(RecordedEvent event) {
        return event.metadata().get("actor");
    }

    private static void assertOneStory(Outcome outcome, int events, @Nullable String id) {
        assertThat(id).isNotNull();
        assertThat(outcome.events(events)).hasSize(events).allSatisfy(event -> assertThat(event.correlationId())
                .as(event.type())
                .isEqualTo(id));
    }
}
