package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.SelfSigned;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.store.RecordedStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

@UnderAgent(value = JdkServerApp.class)
class JdkServerIT {

    @EachJdk
    @Proves("httpserver.request")
    void a_request_is_a_step_from_its_first_filter_on(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/plain/pa55?secret=1");

        AnyServer.namesItByItsRoute(outcome, response, 3, "before", "/plain");
    }

    @EachJdk
    @Proves("httpserver.secure")
    void a_request_over_tls_is_a_step_as_any_other(TestJvm jvm, @TempDir Path directory) throws Exception {
        String keystore = SelfSigned.keystore(directory, "changeit").toString();
        Outcome outcome = jvm.call("secure", keystore, "changeit");
        RecordedStep step = outcome.endedStep("before");
        assertThat(outcome.returned()).isEqualTo(step.correlationId() + " 201");
        assertThat(step.name()).isEqualTo("GET /plain");
        assertThat(step.attributes()).containsEntry("status", "201");
        assertThat(outcome.events(3)).extracting(RecordedEvent::stepId).containsOnly(step.id());
    }

    @EachJdk
    @Proves("httpserver.incoming")
    void a_trusted_peers_story_is_continued(TestJvm jvm) {
        RecordedStep step = AnyServer.continuesATrustedPeersStory(jvm, "/empty", "empty");
        assertThat(step.attributes()).containsEntry("status", "204");
    }

    @EachJdk
    @Proves("httpserver.actor")
    void whom_an_authenticator_let_in_is_the_actor(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        Http.get(outcome.returned(), "/mine", "Authorization", "Basic YW5uYTpzM2NyZXQ=");
        assertThat(outcome.event("handled").metadata()).containsEntry("actor", "anna");
    }

    @EachJdk
    @Proves("httpserver.handed-over")
    void an_exchange_that_another_thread_answers_is_over_with_its_answer(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/later");
        assertThat(response.body()).isEqualTo("later");
        assertThat(outcome.story("later")).isEqualTo(Http.id(response));
        assertThat(outcome.endedStep("later").attributes()).containsEntry("status", "202");
    }

    @EachJdk
    @Proves("httpserver.failed")
    void a_handler_that_throws_fails_its_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThatThrownBy(() -> Http.post(outcome.returned(), "/broken", "")).isInstanceOf(UncheckedIOException.class);
        RecordedStep step = outcome.endedStep("broken");
        assertThat(step.error()).isEqualTo("java.lang.IllegalStateException");
        assertThat(step.attributes()).doesNotContainKey("status");
        AnyServer.failsWhatItRefuses(outcome, "/refused", "refused-" + outcome.story("broken"));
    }

    @EachJdk
    @Proves("httpserver.keep-alive")
    void each_request_of_a_connection_is_a_story_of_its_own(TestJvm jvm) throws IOException {
        AnyServer.tellsRequestsApart(jvm, 10, "/seen");
    }
}
