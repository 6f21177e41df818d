package dev.backstory.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds on both generations of Spring Boot. */
abstract class SpringContract {

    @EachJdk
    @Proves({"spring.deferred-result", "spring.callable", "spring.async-task", "spring.streaming", "spring.sse"})
    void answers_that_come_later_stay_in_the_story_and_name_their_user(TestJvm jvm) {
        for (String path : List.of("/deferred", "/callable", "/task", "/stream", "/sse")) {
            Visit visit = Visit.of(jvm, "alice", path);
            assertThat(visit.status()).isEqualTo(200);
            boolean tellsItsEnd = path.equals("/deferred") || path.equals("/sse");
            assertThat(visit.outcome.events(tellsItsEnd ? 3 : 2)).allSatisfy(event -> {
                assertThat(event.correlationId()).as(path + " " + event.type()).isEqualTo(visit.id());
                assertThat(actor(event)).as(path + " " + event.type()).isEqualTo("alice");
            });
            RecordedStep step = visit.outcome.endedStep("work");
            assertThat(step.name()).isEqualTo("GET " + path);
            assertThat(step.attributes()).containsEntry("status", "200").containsEntry("actor", "alice");
        }
    }

    @EachJdk
    @Proves("spring.route")
    void a_step_is_called_by_the_controllers_pattern(TestJvm jvm) {
        Visit visit = Visit.of(jvm, "alice", "/orders/secret-token?key=secret");
        RecordedStep step = visit.outcome.endedStep("plain");
        assertThat(step.name()).isEqualTo("GET /orders/{id}");
        assertThat(step.toString()).doesNotContain("secret");
    }

    @EachJdk
    @Proves("spring.exception-handler")
    void a_failure_that_the_application_answers_is_named_only_where_the_answer_is_one_too(TestJvm jvm) {
        RecordedStep conflict = failing(jvm, "/taken", 409, "handler");
        assertThat(conflict.error()).as("an answer, no failure").isNull();
        for (String path : List.of("/sold-out", "/sold-out-later")) {
            assertThat(failing(jvm, path, 503, "handler").error()).contains("SoldOutException");
        }
        assertThat(failing(jvm, "/fails", 500, "failing").error()).contains("IllegalStateException");
    }

    private static RecordedStep failing(TestJvm jvm, String path, int status, String last) {
        Visit visit = Visit.of(jvm, "alice", path + "/1");
        assertThat(visit.status()).as(path).isEqualTo(status);
        RecordedStep step = visit.outcome.endedStep("failing");
        assertThat(visit.outcome.event(last).stepId()).isEqualTo(step.id());
        assertThat(step.name()).isEqualTo("GET " + path + "/{id}");
        assertThat(step.attributes()).containsEntry("status", Integer.toString(status));
        return step;
    }

    @EachJdk
    @Proves("spring.time-out")
    void a_time_out_is_told_in_the_story_and_fails_its_step(TestJvm jvm) {
        Visit visit = Visit.of(jvm, "alice", "/forgotten");
        assertThat(visit.status()).isEqualTo(503);
        assertThat(visit.outcome.story("timed out")).isEqualTo(visit.id());
        assertThat(actor(visit.outcome.event("timed out"))).isEqualTo("alice");
        RecordedStep step = visit.outcome.endedStep("timed out");
        assertThat(step.name()).isEqualTo("GET /forgotten");
        assertThat(step.error()).isNotNull();
    }

    @EachJdk
    @Proves("actor.form-login")
    void whoever_logs_in_by_form_is_the_actor_from_that_moment_on(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        Browser browser = new Browser(outcome.returned());
        browser.logIn("alice");
        assertThat(actor(outcome.event("logged in"))).isEqualTo("alice");
        browser.get("/orders/1");
        assertThat(actor(outcome.event("plain"))).isEqualTo("alice");

        Outcome again = jvm.call("port");
        browser.logIn("bob");
        assertThat(actor(again.event("logged in")))
                .as("alice's session, bob's form")
                .isEqualTo("bob");
        browser.get("/orders/1");
        assertThat(actor(again.event("plain"))).isEqualTo("bob");
    }

    @EachJdk
    @Proves("actor.bearer-token")
    void whoever_bears_a_token_is_the_actor_of_that_request_only(TestJvm jvm) {
        String alice = jvm.call("token", "alice").returned();
        String bob = jvm.call("token", "bob").returned();
        Browser browser = new Browser(jvm.call("port").returned());
        for (String token : List.of(alice, bob, alice)) {
            Outcome outcome = jvm.call("port");
            browser.bearing(token).get("/orders/1");
            String user = token.equals(bob) ? "bob" : "alice";
            assertThat(actor(outcome.event("plain"))).isEqualTo(user);
            assertThat(outcome.endedStep("plain").attributes()).containsEntry("actor", user);
        }
        Outcome anonymous = jvm.call("port");
        browser.bearing(null).get("/free");
        assertThat(actor(anonymous.event("free"))).isNull();
        assertThat(anonymous.endedStep("free").attributes()).doesNotContainKey("actor");
    }

    @EachJdk
    @Proves("actor.outlives")
    void work_that_outlives_its_request_keeps_its_actor(TestJvm jvm) {
        Visit.of(jvm, "alice", "/later");
        Outcome released = Visit.of(jvm, "bob", "/release").outcome;
        assertThat(actor(released.event("work"))).isEqualTo("alice");
    }

    private static @Nullable String actor(RecordedEvent event) {
        return event.metadata().get("actor");
    }

    /** One request of a user, and what it led to. */
    private record Visit(Outcome outcome, HttpResponse<String> response) {

        static Visit of(TestJvm jvm, String user, String path) {
            String token = jvm.call("token", user).returned();
            Outcome outcome = jvm.call("port");
            return new Visit(
                    outcome, new Browser(outcome.returned()).bearing(token).get(path));
        }

        int status() {
            return response.statusCode();
        }

        String id() {
            return response.headers().firstValue("X-Correlation-ID").orElseThrow();
        }
    }
}
