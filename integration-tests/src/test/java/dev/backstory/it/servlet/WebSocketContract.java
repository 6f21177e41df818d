package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.util.HashSet;

/** What holds of WebSocket messages in every container. That handshakes are stored which messages name is checked as JVMs end. */
interface WebSocketContract {

    /** Whether the container's API has handlers that are registered with the type of their messages, as a lambda needs. */
    default boolean takesLambdas() {
        return true;
    }

    @EachJdk
    @Proves({"websocket.message", "websocket.open-close", "websocket.name", "websocket.pool"})
    default void each_message_is_a_story_that_names_its_handshake(TestJvm jvm) throws InterruptedException {
        Outcome outcome = jvm.call("port");
        try (Talk talk = new Talk(outcome.returned(), "/chat/secret-room?key=secret", "X-User", "alice")) {
            talk.hears("welcome").say("a").hears("a").say("b").hears("b");
        }
        RecordedEvent opened = outcome.event("opened");
        String handshake = opened.correlationId();
        assertThat(outcome.endedStep(opened).kind()).isEqualTo("request");
        assertThat(outcome.story("closed")).isEqualTo(handshake);
        assertThat(outcome.story("message a")).isNotIn(handshake, outcome.story("message b"));
        assertThat(outcome.story("message b")).isNotEqualTo(handshake);
        for (String each : new String[] {"a", "b"}) {
            RecordedEvent event = outcome.event("message " + each);
            assertThat(outcome.event("pooled " + each).stepId()).isEqualTo(event.stepId());
            assertThat(event.metadata().get("actor"))
                    .isEqualTo(opened.metadata().get("actor"));
            RecordedStep step = outcome.endedStep(event);
            assertThat(step.kind()).isEqualTo("message");
            assertThat(step.name()).isEqualTo("/chat/{room}");
            assertThat(step.scheduledBy()).isEqualTo(opened.stepId());
            assertThat(step.causationId()).isNull();
            assertThat(step.error()).isNull();
            assertThat(step.toString()).doesNotContain("secret");
        }
    }

    @EachJdk
    @Proves("websocket.exception")
    default void an_exception_fails_the_messages_step_and_is_told_in_its_story(TestJvm jvm)
            throws InterruptedException {
        Outcome outcome = jvm.call("port");
        try (Talk talk = new Talk(outcome.returned(), "/chat/1")) {
            talk.hears("welcome").say("throw");
            assertThat(outcome.event("error")).isNotNull();
        }
        assertThat(outcome.story("error"))
                .isEqualTo(outcome.story("message throw"))
                .isNotEqualTo(outcome.story("opened"));
        assertThat(outcome.endedStep("message throw").error()).isEqualTo(IllegalStateException.class.getName());
    }

    @EachJdk
    @Proves("websocket.parts")
    default void the_parts_of_a_message_are_one_step(TestJvm jvm) throws InterruptedException {
        Outcome outcome = jvm.call("port");
        try (Talk talk = new Talk(outcome.returned(), "/chat/1")) {
            talk.hears("welcome").send(1, false).send(2, false).send(3, true).hears("all");
            talk.send(4, true).hears("all");
        }
        // Not each container hands on the frames as the parts that they were sent as.
        assertThat(outcome.events())
                .filteredOn(event -> event.type().startsWith("bytes"))
                .extracting(RecordedEvent::stepId)
                .doesNotContainNull()
                .satisfies(steps -> assertThat(new HashSet<>(steps)).hasSize(2));
        Outcome handled = jvm.call("port");
        try (Talk talk = new Talk(handled.returned(), "/programmatic/parts")) {
            talk.say("x", false).hears("x false").say("y", true).hears("y true");
        }
        assertThat(handled.event("message x false").stepId())
                .isEqualTo(handled.event("message y true").stepId());
        assertNamesItsHandshake(handled, "message y true");
    }

    @EachJdk
    @Proves("websocket.sessions")
    default void connections_at_once_are_not_mixed_up(TestJvm jvm) throws InterruptedException {
        Outcome outcome = jvm.call("port");
        String port = outcome.returned();
        try (Talk one = new Talk(port, "/chat/1", "X-Correlation-ID", "one");
                Talk two = new Talk(port, "/chat/2", "X-Correlation-ID", "two")) {
            one.hears("welcome").say("1a").hears("1a");
            two.hears("welcome").say("2a").hears("2a").say("2b").hears("2b");
            one.say("1b").hears("1b");
        }
        for (String each : new String[] {"1a", "1b", "2a", "2b"}) {
            String story = each.startsWith("1") ? "one" : "two";
            assertThat(outcome.events(4))
                    .filteredOn(event -> event.type().equals("opened")
                            && event.correlationId().equals(story))
                    .singleElement()
                    .extracting(RecordedEvent::stepId)
                    .isEqualTo(outcome.endedStep("message " + each).scheduledBy());
        }
    }

    @EachJdk
    @Proves("websocket.programmatic")
    default void a_registered_handler_begins_a_story_per_message(TestJvm jvm) throws InterruptedException {
        Outcome outcome = jvm.call("port");
        try (Talk talk = new Talk(outcome.returned(), "/programmatic/named")) {
            talk.say("a").hears("a").say("b").hears("b");
        }
        assertThat(outcome.story("message a")).isNotEqualTo(outcome.story("message b"));
        assertNamesItsHandshake(outcome, "message a");
    }

    @EachJdk
    @Proves("websocket.lambda")
    default void a_registered_lambda_begins_a_story_per_message(TestJvm jvm) throws InterruptedException {
        assumeTrue(takesLambdas());
        Outcome outcome = jvm.call("port");
        try (Talk talk = new Talk(outcome.returned(), "/programmatic/lambda")) {
            talk.say("a").hears("a").say("b").hears("b");
        }
        try (Talk talk = new Talk(outcome.returned(), "/programmatic/lambda-parts")) {
            talk.say("x", false).hears("x false").say("y", true).hears("y true");
        }
        assertThat(outcome.story("message a")).isNotEqualTo(outcome.story("message b"));
        assertThat(outcome.event("message x false").stepId())
                .isEqualTo(outcome.event("message y true").stepId());
        assertNamesItsHandshake(outcome, "message a");
    }

    @EachJdk
    @Proves("websocket.own-lambda")
    default void an_application_sees_its_own_lambda_and_can_remove_it(TestJvm jvm) {
        assumeTrue(takesLambdas());
        Outcome outcome = jvm.call("port");
        new Talk(outcome.returned(), "/programmatic/remove").close();
        assertThat(outcome.event("has it: true")).isNotNull();
        assertThat(outcome.event("has some: false")).isNotNull();
    }

    private static void assertNamesItsHandshake(Outcome outcome, String message) {
        RecordedStep step = outcome.endedStep(message);
        assertThat(step.kind()).isEqualTo("message");
        assertThat(step.name()).isEqualTo("/programmatic/{kind}");
        assertThat(step.scheduledBy()).isNotNull();
    }
}
