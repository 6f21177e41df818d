package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds in every container. */
abstract class ServletContract {

    @EachJdk
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
                .containsEntry("status", "200");
        assertThat(step.toString()).doesNotContain("secret");
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void forward_and_include_stay_in_the_story(TestJvm jvm) {
        for (String path : List.of("/forward", "/include")) {
            Outcome outcome = jvm.call("port");
            HttpResponse<String> response = Http.get(outcome.returned(), path);
            assertOneStory(outcome, 4, Http.id(response));
        }
    }

    @EachJdk
    void work_after_start_async_stays_in_the_story(TestJvm jvm) {
        for (String path : List.of("/pool", "/start")) {
            Outcome outcome = jvm.call("port");
            HttpResponse<String> response = Http.get(outcome.returned(), path);
            assertOneStory(outcome, 4, Http.id(response));
            assertThat(outcome.endedStep("asynchronous").attributes()).containsEntry("status", "200");
        }
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void a_dispatch_from_another_thread_stays_in_the_story_and_in_its_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/dispatch");
        assertOneStory(outcome, 5, Http.id(response));
        assertThat(outcome.event("asynchronous").stepId())
                .isEqualTo(outcome.event("before").stepId());
        assertThat(outcome.endedStep("asynchronous").name()).isEqualTo("GET /dispatch");
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void an_async_listener_is_called_in_the_story(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/listener");
        assertThat(outcome.story("listener")).isEqualTo(Http.id(response)).isEqualTo(outcome.story("before"));
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void a_time_out_is_told_in_the_story(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/timeout");
        assertThat(outcome.story("timeout")).isEqualTo(Http.id(response)).isEqualTo(outcome.story("before"));
        assertThat(outcome.endedStep("timeout").name()).isEqualTo("GET /timeout");
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void dispatches_stay_in_the_story_and_its_step_five_deep(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/nested");
        assertOneStory(outcome, 9, Http.id(response));
        assertThat(outcome.events())
                .extracting(RecordedEvent::stepId)
                .containsOnly(outcome.event("before").stepId());
        assertThat(outcome.endedStep("before").attributes()).containsEntry("status", "200");
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void stream_listeners_are_called_in_the_story(TestJvm jvm) {
        Outcome read = jvm.call("port");
        assertOneStory(read, 3, Http.id(Http.post(read.returned(), "/read", "x".repeat(100_000))));
        Outcome written = jvm.call("port");
        assertOneStory(written, 4, Http.id(Http.get(written.returned(), "/write")));
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void work_that_outlives_its_request_stays_in_the_story(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        String id = Http.id(Http.get(outcome.returned(), "/outlives"));
        assertThat(Http.id(Http.get(outcome.returned(), "/release"))).isNotEqualTo(id);
        assertThat(outcome.story("later")).isEqualTo(id);
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void a_refusal_is_the_steps_status_and_no_failure(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThat(Http.get(outcome.returned(), "/refuse").statusCode()).isEqualTo(409);
        RecordedStep step = outcome.endedStep("before");
        assertThat(step.attributes()).containsEntry("status", "409");
        assertThat(step.error()).isNull();
    }

    @EachJdk
    void an_exception_fails_the_step_and_leaves_the_thread_clean(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/throw");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(outcome.endedStep("before").error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(Http.id(response)).isEqualTo(clearsHeadersOnException() ? null : outcome.story("before"));
        jvm.assertNoContextLeft();
    }

    /** Whether the container forgets all headers of a response, those of filters included, when an exception comes out. */
    boolean clearsHeadersOnException() {
        return false;
    }

    @EachJdk
    void a_server_error_fails_the_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThat(Http.get(outcome.returned(), "/broken").statusCode()).isEqualTo(503);
        assertThat(outcome.endedStep("before").error()).isEqualTo("status 503");
    }

    @EachJdk
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
    void malformed_oversized_and_doubled_ids_are_ignored(TestJvm jvm) {
        String[][] ignored = {
            {"X-Correlation-ID", "<script>"},
            {"X-Correlation-ID", "a".repeat(129)},
            {"X-Correlation-ID", "one", "X-Correlation-ID", "two"}
        };
        for (String[] headers : ignored) {
            Outcome outcome = jvm.call("port");
            HttpResponse<String> response = Http.get(outcome.returned(), "/plain", headers);
            assertThat(outcome.story("before"))
                    .isEqualTo(Http.id(response))
                    .hasSize(36)
                    .isNotIn((Object[]) headers);
        }
    }

    @EachJdk
    void requests_on_one_connection_are_different_stories(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ids.add(String.valueOf(Http.id(Http.get(outcome.returned(), "/plain"))));
        }
        assertThat(ids).hasSize(20);
        assertThat(outcome.events(60))
                .hasSize(60)
                .extracting(RecordedEvent::correlationId)
                .hasSameElementsAs(ids);
        jvm.assertNoContextLeft();
    }

    private static void assertOneStory(Outcome outcome, int events, @Nullable String id) {
        assertThat(id).isNotNull();
        assertThat(outcome.events(events)).hasSize(events).allSatisfy(event -> assertThat(event.correlationId())
                .as(event.type())
                .isEqualTo(id));
    }
}
