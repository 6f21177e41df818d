package dev.backstory.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.TestJvm;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds for clients that answer later.
 *
 * @param calls the class that has them, as {@link LaterCallsApp} calls it
 * @param names theirs
 */
public record LaterClients(String calls, List<String> names) {

    private static final String APP = LaterCallsApp.class.getName() + "#";
    private static final String IDS = "X-Correlation-ID=.|X-Causation-ID=.|baggage=.";
    private static final String NO_IDS = "X-Correlation-ID=\nX-Causation-ID=\nbaggage=\n";

    /** What each was answered there. */
    public Outcome answers(TestJvm jvm, String url) {
        return jvm.call(APP + "answers", calls, String.join(",", names), url);
    }

    void belong_to_their_callers(TestJvm jvm, TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling =
                jvm.call(APP + "several", calls, String.join(",", names), CallsIT.url(called, "localhost", "/called"));
        List<String> labels = new ArrayList<>();
        for (String client : names) {
            for (int i = 0; i < 3; i++) {
                String call = client + " " + i;
                labels.add(call);
                assertThat(calling.event("callback of " + call).stepId())
                        .as(call)
                        .isEqualTo(calling.event(call).stepId());
            }
        }
        CallsIT.assertContinues(called, calling, labels);
        jvm.assertNoContextLeft();
        far.assertNoContextLeft();
    }

    void make_one_story_of_what_is_passed_on(TestJvm jvm, TestJvm far) {
        String last = CallsIT.url(jvm.call("port"), "localhost", "/called");
        Outcome between = far.call("port");
        Outcome calling = answers(jvm, CallsIT.url(between, "localhost", "/onward?to=" + last));
        for (String client : names) {
            assertThat(between.events(2 * names.size()))
                    .filteredOn(event -> event.correlationId().equals(calling.story(client)))
                    .extracting(RecordedEvent::type)
                    .as(client)
                    .containsExactly("between", "answered");
        }
    }

    void tell_a_redirections_host_what_it_may_know(TestJvm jvm, TestJvm far) {
        Outcome called = far.call("port");
        String near = CallsIT.url(called, "localhost", "/called");
        assertThat(answers(jvm, CallsIT.url(called, "localhost", "/redirect?to=" + near))
                        .returned())
                .contains("X-Causation-ID=")
                .doesNotContain("X-Correlation-ID=\n", "X-Causation-ID=\n", "baggage=\n");
        String stranger = CallsIT.url(called, "stranger.example", "/called");
        for (String url : List.of(stranger, CallsIT.url(called, "localhost", "/redirect?to=" + stranger))) {
            tell_nothing(jvm, url);
        }
    }

    /** Everybody answers what came, and no id did. */
    public void tell_nothing(TestJvm jvm, String url) {
        assertThat(answers(jvm, url).returned()).contains(NO_IDS).doesNotContainPattern(IDS);
    }

    void tell_nothing_outside_of_a_story_and_leave_own_headers(TestJvm jvm, TestJvm far) {
        Outcome called = far.call("port");
        assertThat(jvm.call(APP + "own", calls, names.get(0), CallsIT.url(called, "localhost", "/called"))
                        .returned())
                .startsWith(NO_IDS + "X-Own=\n")
                .endsWith("X-Correlation-ID=own-1\nX-Causation-ID=\nbaggage=mine=2\nX-Own=1\n");
    }
}
