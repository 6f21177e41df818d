package dev.backstory.it.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds on both generations of Spring Boot. */
@ExtendWith({KafkaBroker.class, RabbitBroker.class, JmsBroker.class})
abstract class SpringMessagesContract {

    private String ending = "";

    @BeforeEach
    void start(TestJvm jvm, KafkaBroker kafka, RabbitBroker rabbit, JmsBroker jms) {
        ending = "-"
                + jvm.call("start", kafka.address(), rabbit.address(), jms.address())
                        .returned();
    }

    @EachJdk
    @Proves(
            value = {"springlisteners.kafka", "springlisteners.rabbit", "springlisteners.jms"},
            noting = RabbitBroker.WHICH)
    void a_listener_continues_the_story_of_a_message_from_another_process(
            TestJvm jvm, @FarSide TestJvm far, KafkaBroker kafka, RabbitBroker rabbit, JmsBroker jms) {
        far.call("start", kafka.address(), rabbit.address(), jms.address());
        for (List<String> each :
                List.of(List.of("kafka", "records"), List.of("rabbit", "letters"), List.of("jms", "notes"))) {
            String destination = each.get(1) + ending;
            Outcome received = jvm.call("listen");
            Outcome sent = far.call("send", each.get(0), destination, "a,b,foreign");
            for (String label : List.of("a", "b")) {
                Received.assertContinues(received, received.event(label), sent.event("sent " + label), destination);
            }
            RecordedStep foreign = received.endedStep("foreign");
            assertThat(foreign.externalCause()).as(each.toString()).isNull();
            assertThat(foreign.correlationId()).isNotIn(received.story("a"), received.story("b"));
        }
    }

    @EachJdk
    @Proves("springlisteners.kafka-retried")
    void a_record_that_is_tried_again_and_given_up_stays_in_its_story(TestJvm jvm) {
        Outcome outcome = jvm.call("send", "kafka", "records" + ending, "poison,after");
        RecordedEvent dead = outcome.event("dead poison");
        assertThat(dead.correlationId()).isEqualTo(outcome.story("sent poison"));
        RecordedStep last = attempts(outcome, "poison").get(1);
        assertThat(last.error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(outcome.event("gave up poison").stepId())
                .isEqualTo(last.id())
                .isEqualTo(outcome.endedStep(dead).externalCause());
        assertThat(outcome.story("after")).isEqualTo(outcome.story("sent after"));
    }

    @EachJdk
    @Proves("springlisteners.kafka-batch")
    void a_batch_is_a_story_of_its_own_that_names_those_it_joins(TestJvm jvm) {
        Outcome outcome = jvm.call("send_together", "batches" + ending, "x,y,foreign z");
        RecordedStep batch = outcome.endedStep("batch of 3");
        assertThat(batch.kind()).isEqualTo("message");
        assertThat(batch.externalCause()).isNull();
        assertThat(batch.attributes())
                .containsEntry("messages", "3")
                .containsEntry("joins", outcome.story("sent x") + " " + outcome.story("sent y"));
        assertThat(outcome.event("batch done").stepId()).isEqualTo(batch.id());
        assertThat(outcome.story("foreign z")).isEqualTo(batch.correlationId());
        await().untilAsserted(() -> assertThat(
                        TestJvm.reader().story(outcome.story("sent x")).batches())
                .extracting(StoryHead::correlationId)
                .containsExactly(batch.correlationId()));
        for (String label : List.of("x", "y")) {
            Received.assertContinues(outcome, outcome.event(label), outcome.event("sent " + label), "batches" + ending);
        }
    }

    @EachJdk
    @Proves(value = "springlisteners.rabbit-failed", noting = RabbitBroker.WHICH)
    void a_letter_that_is_given_up_stays_in_its_story(TestJvm jvm) {
        Outcome outcome = jvm.call("send", "rabbit", "letters" + ending, "poison letter");
        RecordedStep failed = outcome.endedStep("poison letter");
        assertThat(failed.correlationId()).isEqualTo(outcome.story("sent poison letter"));
        assertThat(failed.error()).isNotNull();
        assertThat(outcome.event("gave up poison letter").stepId())
                .isEqualTo(failed.id())
                .isEqualTo(outcome.endedStep("dead poison letter").externalCause());
    }

    @EachJdk
    @Proves("springlisteners.jms-retried")
    void a_note_that_is_rolled_back_comes_again_in_its_story(TestJvm jvm) {
        Outcome outcome = jvm.call("send", "jms", "notes" + ending, "poison note");
        outcome.events(4);
        List<RecordedStep> attempts = attempts(outcome, "poison note");
        assertThat(attempts.get(1).error()).isNull();
        assertThat(outcome.event("noted a failure").stepId())
                .isEqualTo(attempts.get(0).id());
    }

    /** Both attempts at a message that fails: deliveries of the story, under the same cause, numbered. */
    private static List<RecordedStep> attempts(Outcome outcome, String label) {
        RecordedEvent sent = outcome.event("sent " + label);
        List<RecordedStep> steps = outcome.events().stream()
                .filter(event -> event.type().equals(label))
                .map(outcome::endedStep)
                .toList();
        assertThat(steps).extracting(RecordedStep::correlationId).containsOnly(sent.correlationId());
        assertThat(steps).extracting(RecordedStep::externalCause).containsOnly(sent.stepId());
        assertThat(steps).extracting(step -> step.attributes().get("attempt")).containsExactly("1", "2");
        assertThat(steps.get(0).error()).isEqualTo(IllegalStateException.class.getName());
        return steps;
    }
}
