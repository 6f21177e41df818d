package dev.backstory.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.util.List;

/** What holds for each version of Vert.x's HTTP client and of its WebClient, from one Vert.x application to another. */
public interface VertxClientContract {

    LaterClients CLIENTS = new LaterClients(
            VertxCalls.class.getName(), List.of("web", "web-body", "http", "http-parts", "http-handlers", "http-2"));

    @EachJdk(alone = true)
    @Proves("httpclient.vertx")
    default void a_call_belongs_to_its_caller_whoever_had_the_connection_before(TestJvm jvm, @FarSide TestJvm far) {
        CLIENTS.belong_to_their_callers(jvm, far);
    }

    @EachJdk(alone = true)
    @Proves("vertx.chain")
    default void a_request_that_vertx_passes_on_is_one_story(TestJvm jvm, @FarSide TestJvm far) {
        CLIENTS.make_one_story_of_what_is_passed_on(jvm, far);
    }

    @EachJdk(alone = true)
    @Proves("httpclient.vertx-redirected")
    default void a_redirection_is_told_what_its_host_may_know(TestJvm jvm, @FarSide TestJvm far) {
        CLIENTS.tell_a_redirections_host_what_it_may_know(jvm, far);
    }

    @EachJdk(alone = true)
    @Proves("httpclient.vertx-own")
    default void a_call_outside_of_any_story_is_told_nothing_and_a_callers_own_headers_stay(
            TestJvm jvm, @FarSide TestJvm far) {
        CLIENTS.tell_nothing_outside_of_a_story_and_leave_own_headers(jvm, far);
    }

    @EachJdk(alone = true)
    @Proves("httpclient.vertx-named")
    default void a_call_that_names_another_host_than_its_connections_is_told_what_both_may_know(
            TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        LaterClients asLocal = new LaterClients(CLIENTS.calls(), List.of("http-as localhost"));
        assertThat(asLocal.answers(jvm, CallsIT.url(called, "localhost", "/called"))
                        .returned())
                .contains("X-Causation-ID=")
                .doesNotContain("X-Correlation-ID=\n", "X-Causation-ID=\n");
        asLocal.tell_nothing(jvm, CallsIT.url(called, "stranger.example", "/called"));
        new LaterClients(CLIENTS.calls(), List.of("http-as stranger.example"))
                .tell_nothing(jvm, CallsIT.url(called, "localhost", "/called"));
    }
}
