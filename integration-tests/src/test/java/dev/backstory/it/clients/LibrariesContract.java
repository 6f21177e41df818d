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

/** What holds for libraries' HTTP clients, the oldest and the newest that are claimed to work. */
abstract class LibrariesContract {

    @EachJdk(besideOpenTelemetry = true)
    @Proves({"httpclient.apache", "httpclient.apache-async", "httpclient.okhttp"})
    void each_clients_call_continues_the_story_and_its_step_names_the_caller(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call("every_client", CallsIT.url(called, "localhost", "/called"));

        List<String> clients = new ArrayList<>(List.of("apache4", "apache5", "apache-async", "okhttp"));
        for (int i = 1; i <= 3; i++) {
            for (String each : List.of("apache-async " + i, "okhttp " + i)) {
                clients.add(each);
                assertThat(calling.event("callback of " + each).stepId())
                        .as(each)
                        .isEqualTo(calling.event(each).stepId());
            }
        }
        CallsIT.assertContinues(called, calling, clients);
        jvm.assertNoContextLeft();
        far.assertNoContextLeft();
    }

    @EachJdk
    @Proves("httpclient.libraries-redirected")
    void a_redirection_is_told_what_its_host_may_know(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        String near = CallsIT.url(called, "localhost", "/called");
        assertThat(jvm.call("call", CallsIT.url(called, "localhost", "/redirect?to=" + near))
                        .returned())
                .doesNotContain("X-Correlation-ID=\n", "X-Causation-ID=\n", "baggage=\n");
        String stranger = CallsIT.url(called, "stranger.example", "/called");
        for (String url : List.of(stranger, CallsIT.url(called, "localhost", "/redirect?to=" + stranger))) {
            assertThat(jvm.call("call", url).returned())
                    .doesNotContainPattern("X-Correlation-ID=.|X-Causation-ID=.|baggage=.");
        }
    }

    @EachJdk
    @Proves("httpclient.libraries-untouched")
    void a_request_that_is_sent_again_belongs_to_each_sender_and_stays_as_it_is(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call("same_requests", CallsIT.url(called, "localhost", "/called"));
        List<RecordedEvent> events = called.events(12);
        assertThat(events.subList(0, 4))
                .extracting(RecordedEvent::correlationId)
                .containsOnly(calling.story("first"));
        assertThat(events.subList(4, 8))
                .extracting(RecordedEvent::correlationId)
                .containsOnly(calling.story("second"));
        assertThat(events.subList(8, 12))
                .extracting(RecordedEvent::correlationId)
                .doesNotHaveDuplicates()
                .doesNotContain(calling.story("first"), calling.story("second"));
        assertThat(calling.returned()).contains("baggage=mine=2,correlation.id=", "baggage=mine=2\n");
        assertThat(calling.returned().substring(calling.returned().indexOf("left: ")))
                .doesNotContain("correlation", "Correlation", "Causation");
        jvm.assertNoContextLeft();
    }
}
