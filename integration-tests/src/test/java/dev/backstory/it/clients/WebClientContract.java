package dev.backstory.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.util.ArrayList;
import java.util.List;

/** What holds for Reactor Netty's client and for Spring's, from one WebFlux application to another. */
public interface WebClientContract {

    String APP = WebClientApp.class.getName() + "#";

    @EachJdk
    @Proves({"httpclient.reactor-netty", "httpclient.webclient"})
    default void a_call_belongs_to_its_subscriber_whoever_had_the_connection_before(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call(APP + "reactive", CallsIT.url(called, "localhost", "/called"));

        List<String> calls = new ArrayList<>();
        for (String client : WebClientApp.REACTIVE) {
            for (int i = 0; i < 3; i++) {
                String call = client + " " + i;
                calls.add(call);
                assertThat(calling.event("callback of " + call).stepId())
                        .as(call)
                        .isEqualTo(calling.event(call).stepId());
            }
        }
        CallsIT.assertContinues(called, calling, calls);
        jvm.assertNoContextLeft();
        far.assertNoContextLeft();
    }

    @EachJdk(alone = true)
    @Proves("httpclient.restclient")
    default void springs_blocking_clients_are_carried_by_what_they_are_built_on(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call(APP + "blocking", CallsIT.url(called, "localhost", "/called"));
        List<RecordedEvent> events = called.events(2 * WebClientApp.BLOCKING.size());
        for (String client : WebClientApp.BLOCKING) {
            assertThat(events)
                    .filteredOn(event -> event.correlationId().equals(calling.story(client)))
                    .as(client)
                    .hasSize(2);
        }
    }

    @EachJdk(alone = true)
    @Proves("webflux.chain")
    default void a_request_that_webflux_passes_on_is_one_story(TestJvm jvm, @FarSide TestJvm far) {
        String last = CallsIT.url(jvm.call("port"), "localhost", "/called");
        Outcome between = far.call("port");
        Outcome calling = jvm.call(APP + "answers", CallsIT.url(between, "localhost", "/onward?to=" + last));
        for (String client : List.of("reactor-netty", "web-client")) {
            assertThat(between.events(6))
                    .filteredOn(event -> event.correlationId().equals(calling.story(client)))
                    .extracting(RecordedEvent::type)
                    .as(client)
                    .containsExactly("between", "answered");
        }
    }

    @EachJdk(alone = true)
    @Proves("httpclient.reactor-redirected")
    default void a_redirection_is_told_what_its_host_may_know(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        String near = CallsIT.url(called, "localhost", "/called");
        assertThat(jvm.call(APP + "answers", CallsIT.url(called, "localhost", "/redirect?to=" + near))
                        .returned())
                .contains("X-Causation-ID=")
                .doesNotContain("X-Correlation-ID=\n", "X-Causation-ID=\n", "baggage=\n");
        String stranger = CallsIT.url(called, "stranger.example", "/called");
        for (String url : List.of(stranger, CallsIT.url(called, "localhost", "/redirect?to=" + stranger))) {
            assertThat(jvm.call(APP + "answers", url).returned())
                    .contains("X-Causation-ID=\n")
                    .doesNotContainPattern("X-Correlation-ID=.|X-Causation-ID=.|baggage=.");
        }
    }

    @EachJdk(alone = true)
    @Proves("httpclient.reactor-own")
    default void a_call_outside_of_any_story_is_told_nothing_and_a_callers_own_headers_stay(
            TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        assertThat(jvm.call(APP + "own", CallsIT.url(called, "localhost", "/called"))
                        .returned())
                .startsWith("X-Correlation-ID=\nX-Causation-ID=\nbaggage=\nX-Own=\n")
                .endsWith("X-Correlation-ID=own-1\nX-Causation-ID=\nbaggage=mine=2\nX-Own=1\n");
    }
}
