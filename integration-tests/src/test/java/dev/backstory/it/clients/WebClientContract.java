package dev.backstory.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.util.List;

/** What holds for Reactor Netty's client and for Spring's, from one WebFlux application to another. */
public interface WebClientContract {

    String CALLS = "dev.backstory.it.webflux.Calls";

    LaterClients REACTIVE =
            new LaterClients(CALLS, List.of("web-client", "web-client-later", "reactor-netty", "reactor-netty-post"));

    /** By the name of what they are built on. */
    LaterClients BLOCKING = new LaterClients(CALLS, List.of("simple", "jdk", "reactor"));

    @EachJdk
    @Proves({"httpclient.reactor-netty", "httpclient.webclient"})
    default void a_call_belongs_to_its_subscriber_whoever_had_the_connection_before(TestJvm jvm, @FarSide TestJvm far) {
        REACTIVE.belong_to_their_callers(jvm, far);
    }

    @EachJdk(alone = true)
    @Proves("httpclient.restclient")
    default void springs_blocking_clients_are_carried_by_what_they_are_built_on(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = BLOCKING.answers(jvm, CallsIT.url(called, "localhost", "/called"));
        List<RecordedEvent> events = called.events(2 * BLOCKING.names().size());
        for (String client : BLOCKING.names()) {
            assertThat(events)
                    .filteredOn(event -> event.correlationId().equals(calling.story(client)))
                    .as(client)
                    .hasSize(2);
        }
    }

    @EachJdk(alone = true)
    @Proves("webflux.chain")
    default void a_request_that_webflux_passes_on_is_one_story(TestJvm jvm, @FarSide TestJvm far) {
        new LaterClients(CALLS, List.of("reactor-netty", "web-client")).make_one_story_of_what_is_passed_on(jvm, far);
    }

    @EachJdk(alone = true)
    @Proves("httpclient.reactor-redirected")
    default void a_redirection_is_told_what_its_host_may_know(TestJvm jvm, @FarSide TestJvm far) {
        REACTIVE.tell_a_redirections_host_what_it_may_know(jvm, far);
    }

    @EachJdk(alone = true)
    @Proves("httpclient.reactor-own")
    default void a_call_outside_of_any_story_is_told_nothing_and_a_callers_own_headers_stay(
            TestJvm jvm, @FarSide TestJvm far) {
        REACTIVE.tell_nothing_outside_of_a_story_and_leave_own_headers(jvm, far);
    }
}
