package dev.backstory.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.store.RecordedStep;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

@UnderAgent(
        value = CallsApp.class,
        libraries = "tomcat11",
        properties = {
            "backstory.travel=tenant, actor",
            "jdk.net.hosts.file=src/test/resources/stranger-hosts",
            "backstory.store.wait=30s"
        })
class CallsIT {

    @EachJdk
    @Proves({"httpclient.urlconnection", "httpclient.jdk", "httpclient.jdk-async"})
    void each_clients_call_continues_the_story_and_its_step_names_the_caller(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call("every_client", url(called, "localhost", "/called"));

        assertContinues(called, calling, List.of("url-connection", "url-connection-post", "send", "send-async"));
        assertThat(calling.story("callback of send-async")).isEqualTo(calling.story("send-async"));
    }

    @EachJdk
    @Proves("httpclient.chain")
    void a_call_that_is_passed_on_is_one_story(TestJvm jvm, @FarSide TestJvm far) {
        Outcome near = jvm.call("port");
        String last = url(near, "localhost", "/called");
        Outcome between = far.call("port");
        Outcome calling = jvm.call("send", url(between, "localhost", "/onward?to=" + last));

        assertThat(between.story("between")).isEqualTo(calling.story("calling"));
        assertThat(calling.story("called")).isEqualTo(calling.story("calling"));
        assertThat(calling.endedStep("called").externalCause())
                .isEqualTo(between.event("between").stepId());
    }

    @EachJdk
    @Proves("httpclient.caller-recorded")
    void a_caller_that_published_nothing_is_recorded(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        jvm.call("unpublished", url(called, "localhost", "/called"));

        RecordedStep entered = called.endedStep("called");
        assertThat(called.endedStep(entered.externalCause(), entered.correlationId())
                        .name())
                .isEqualTo("silent");
    }

    @EachJdk
    @Proves("httpclient.stranger")
    void a_host_that_is_not_allowed_is_told_nothing(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        String stranger = url(called, "stranger.example", "/called");
        for (String method : List.of("send", "unpublished")) {
            assertThat(jvm.call(method, stranger).returned())
                    .contains("X-Correlation-ID=\n", "X-Causation-ID=\n", "baggage=\n");
            assertThat(jvm.call(method, url(called, "localhost", "/redirect?to=" + stranger))
                            .returned())
                    .contains("X-Correlation-ID=\n", "X-Causation-ID=\n", "baggage=\n");
        }
    }

    @EachJdk
    @Proves("httpclient.metadata")
    void only_metadata_that_may_travel_does(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        assertThat(jvm.call("metadata", url(called, "localhost", "/called")).returned())
                .contains("tenant=acme")
                .doesNotContain("s3cret");
        assertThat(called.event("called").metadata())
                .containsEntry("tenant", "acme")
                .containsEntry("initiatedBy", "admin")
                .doesNotContainKeys("secret", "actor");
    }

    @EachJdk
    @Proves("httpclient.metadata")
    void who_is_logged_in_where_a_call_is_made_arrives_as_its_initiator(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        jvm.call("logged_in", url(called, "localhost", "/called"));
        assertThat(called.event("called").metadata())
                .containsEntry("initiatedBy", "anna")
                .doesNotContainKey("actor");
    }

    @EachJdk
    @Proves("httpclient.own-headers")
    void the_applications_own_headers_stay(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        String[] answers = jvm.call("own_headers", url(called, "localhost", "/called"))
                .returned()
                .split("\n\n", -1);
        assertThat(answers[0]).contains("X-Correlation-ID=own-1\n", "X-Causation-ID=\n", "baggage=mine=2\n", "X-Own=1");
        assertThat(answers[1]).contains("X-Correlation-ID=own-1\n", "X-Causation-ID=\n", "X-Own=1");
        assertThat(answers[2]).contains("baggage=mine=2,correlation.id=", "X-Own=1");
    }

    @EachJdk
    @Proves("httpclient.same-request")
    void a_request_that_is_sent_twice_belongs_to_each_sender(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call("same_request_twice", url(called, "localhost", "/called"));
        List<RecordedEvent> events = called.events(3);
        assertThat(events.get(0).correlationId()).isEqualTo(calling.story("first"));
        assertThat(events.get(1).correlationId()).isEqualTo(calling.story("second"));
        assertThat(events.get(2).correlationId()).isNotIn(calling.story("first"), calling.story("second"));
        assertThat(calling.returned())
                .as("sent, and the caller's own")
                .contains("X-Causation-ID=\n")
                .endsWith("{}");
    }

    static String url(Outcome served, String host, String path) {
        return "http://" + host + ":" + served.returned() + path;
    }

    /** Each client's call, and no other, was received in its caller's story, by a step that names the caller's. */
    static void assertContinues(Outcome called, Outcome calling, List<String> clients) {
        Map<String, RecordedEvent> byStory = called.events(clients.size()).stream()
                .collect(Collectors.toMap(RecordedEvent::correlationId, event -> event));
        for (String client : clients) {
            assertThat(byStory).as(client).containsKey(calling.story(client));
            RecordedEvent event = Objects.requireNonNull(byStory.get(calling.story(client)));
            assertThat(calling.endedStep(event).externalCause())
                    .as(client)
                    .isEqualTo(calling.event(client).stepId());
        }
    }
}
