package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.context.Step;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds for requests to any server: each test says which path of its own is meant, and what is published there. */
final class AnyServer {

    private AnyServer() {}

    /** A request to a path with {@code pa55} in it has published so many events, and was answered with 201. */
    static RecordedStep namesItByItsRoute(
            Outcome outcome, HttpResponse<String> response, int events, String label, String route) {
        assertThat(response.statusCode()).isEqualTo(201);
        RecordedStep step = outcome.endedStep(label);
        assertThat(outcome.events(events)).allSatisfy(event -> {
            assertThat(event.correlationId()).as(event.type()).isEqualTo(Http.id(response));
            assertThat(event.stepId()).as(event.type()).isEqualTo(step.id());
        });
        assertThat(step.kind()).isEqualTo(Step.REQUEST);
        assertThat(step.name()).isEqualTo("GET " + route);
        assertThat(step.attributes())
                .containsEntry("method", "GET")
                .containsEntry("route", route)
                .containsEntry("status", "201");
        assertThat(step.error()).isNull();
        assertThat(step.toString()).doesNotContain("pa55", "secret");
        return step;
    }

    static RecordedStep continuesATrustedPeersStory(TestJvm jvm, String path, String label) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response =
                Http.get(outcome.returned(), path, "X-Correlation-ID", "their-story", "X-Causation-ID", "their-step");
        assertThat(Http.id(response)).isEqualTo("their-story");
        RecordedStep step = outcome.endedStep(label);
        assertThat(step.correlationId()).isEqualTo("their-story");
        assertThat(step.externalCause()).isEqualTo("their-step");
        return step;
    }

    /** The client's address is not the gateway's, and its ids are; nor does it matter that both are on one machine. */
    static void believesAGateway(TestJvm jvm, String path, String label) {
        Outcome outcome = jvm.call("port");
        String[] headers = {
            "X-Correlation-ID",
            "from-gateway",
            "X-Forwarded-For",
            "203.0.113.9, 127.0.0.1",
            "Forwarded",
            "for=127.0.0.1"
        };
        Http.get(outcome.returned(), path, headers);
        assertThat(outcome.story(label)).isEqualTo("from-gateway");
    }

    /** Whatever else it says of itself in further headers. */
    static HttpResponse<String> takesAnIdForAClaim(Outcome outcome, String path, String label, String... headers) {
        List<String> sent = new ArrayList<>(List.of("X-Correlation-ID", "somebody-elses"));
        sent.addAll(List.of(headers));
        HttpResponse<String> response = Http.get(outcome.returned(), path, sent.toArray(String[]::new));
        assertThat(outcome.story(label)).hasSize(36);
        assertThat(outcome.endedStep(label).attributes()).containsEntry("claimedCorrelationId", "somebody-elses");
        return response;
    }

    static void failsWhatItRefuses(Outcome outcome, String path, String story) {
        assertThat(Http.get(outcome.returned(), path, "X-Correlation-ID", story).statusCode())
                .isEqualTo(503);
        assertThat(outcome.failedStepOf(story).error()).isEqualTo("status 503");
    }

    /** Requests over one connection, those of one time without waiting for answers; each answers with the story that it sees. */
    static void tellsRequestsApart(TestJvm jvm, int times, String... paths) throws IOException {
        List<@Nullable String> answered = new ArrayList<>();
        List<@Nullable String> seen = new ArrayList<>();
        try (Connection connection = new Connection(jvm.call("port").returned())) {
            for (int i = 0; i < times; i++) {
                for (String path : paths) {
                    connection.ask(path);
                }
                for (int each = 0; each < paths.length; each++) {
                    Connection.Answer answer = connection.answer();
                    seen.add(answer.body());
                    answered.add(answer.id());
                }
            }
        }
        assertThat(answered).doesNotHaveDuplicates().doesNotContainNull().isEqualTo(seen);
        jvm.assertNoContextLeft();
    }

    /** Where its boundary is switched off. */
    static void beginsNothing(Outcome outcome, String path, int events) {
        assertThat(Http.id(Http.get(outcome.returned(), path))).isNull();
        assertThat(outcome.events(events)).extracting(RecordedEvent::stepId).containsOnlyNulls();
    }
}
