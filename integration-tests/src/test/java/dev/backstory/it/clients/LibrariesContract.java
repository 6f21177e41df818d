package dev.backstory.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.Beside;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

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
    }

    @EachJdk(besideOpenTelemetry = true)
    @Proves("httpclient.baggage")
    void a_call_names_its_own_story_once_whatever_its_caller_or_another_agent_has_in_the_baggage(
            TestJvm jvm, @FarSide TestJvm far, Beside beside) throws Exception {
        String to = CallsIT.url(far.call("port"), "localhost", "/called");
        String relay = CallsIT.url(jvm.call("port"), "localhost", "/relay?to=" + to);
        String incoming = "relayed-" + UUID.randomUUID();
        String answer = get(relay, "baggage", "correlation.id=" + incoming + ",theirs=1");

        List<String> stories = new ArrayList<>();
        for (String each : answer.lines().toList()) {
            String[] sent = each.split("\\|", -1);
            String story = sent[1].equals("null") ? "" : sent[1];
            stories.add(story);
            assertThat(sent[2]).as(each).isEqualTo("X-Correlation-ID=" + story);
            List<String> baggage = List.of(sent[4].replaceFirst("baggage=", "").split(",", -1));
            assertThat(baggage)
                    .as(each)
                    .filteredOn(member -> member.startsWith("correlation.id"))
                    .isEqualTo(story.isEmpty() ? List.of() : List.of("correlation.id=" + story));
            if (beside != Beside.NOTHING) {
                assertThat(baggage).as(each).contains("theirs=1");
            }
        }
        if (beside != Beside.NOTHING) {
            assertThat(answer.lines())
                    .filteredOn(each -> each.contains("mine=2"))
                    .hasSize(6 * 2);
        }
        assertThat(stories).hasSize(6 * 5).filteredOn(incoming::equals).hasSize(6 * 2);
    }

    /** Asks as somebody does who has no agent. */
    static String get(String url, String... headers) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(Clients.request(url, headers), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
