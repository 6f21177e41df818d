package dev.backstory.it.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every version of RabbitMQ's client. */
@ExtendWith(RabbitBroker.class)
abstract class RabbitContract {

    private static final AtomicInteger QUEUES = new AtomicInteger();

    @EachJdk
    @Proves(
            value = {
                "rabbitmq.consumed",
                "rabbitmq.got",
                "rabbitmq.same-properties",
                "rabbitmq.foreign",
                "rabbitmq.untouched"
            },
            noting = RabbitBroker.WHICH)
    void each_message_continues_its_senders_story_however_it_is_received(
            TestJvm jvm, @FarSide TestJvm far, RabbitBroker broker) {
        for (String way : List.of("consumer", "callback", "get")) {
            String queue = newQueue();
            Outcome sent = jvm.call("send", broker.address(), queue);
            Outcome received = far.call("receive", broker.address(), queue, way);
            List<RecordedEvent> events = received.events(way.equals("get") ? 7 : 6);
            Received.assertContinues(sent, received, queue, "a", "b", "c");
            assertThat(events)
                    .as(way)
                    .extracting(RecordedEvent::correlationId)
                    .contains(sent.story("first"), sent.story("second"))
                    .doesNotHaveDuplicates();
            assertThat(received.endedStep("foreign").externalCause()).isNull();
            assertThat(received.endedStep("a").attributes()).containsEntry("attempt", "1");
            assertThat(received.endedStep("a").waited()).isNotNull();
            assertThat(sent.returned()).as("the sender's properties").isEqualTo("[own] null");
            if (way.equals("get")) {
                assertThat(received.event("after").stepId()).isNull();
                assertThat(received.returned()).isEqualTo("{own=header} a");
            }
        }
    }

    @EachJdk
    @Proves(value = "rabbitmq.concurrent", noting = RabbitBroker.WHICH)
    void one_consumer_has_two_messages_at_once(TestJvm jvm, @FarSide TestJvm far, RabbitBroker broker) {
        String queue = newQueue();
        Outcome sent = jvm.call("send", broker.address(), queue);
        Outcome received = far.call("concurrent", broker.address(), queue);
        received.events(6);
        Received.assertContinues(sent, received, queue, "a", "b", "c");
    }

    @EachJdk
    @Proves(
            value = {"rabbitmq.failed", "rabbitmq.redelivered"},
            noting = RabbitBroker.WHICH)
    void a_consumer_that_fails_is_in_the_story_and_the_next_delivery_too(
            TestJvm jvm, @FarSide TestJvm far, RabbitBroker broker) {
        String queue = newQueue();
        Outcome sent = jvm.call("send", broker.address(), queue);
        Outcome received = far.call("fail", broker.address(), queue);

        RecordedStep again = received.endedStep("a");
        assertThat(again.attributes()).containsEntry("redelivered", "true").doesNotContainKey("attempt");
        RecordedStep failed = received.failedStep("a");
        assertThat(failed.error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(failed.externalCause())
                .isEqualTo(again.externalCause())
                .isEqualTo(sent.event("a").stepId());
        assertThat(failed.attributes()).containsEntry("attempt", "1");
    }

    @EachJdk
    @Proves(value = "rabbitmq.closed", noting = RabbitBroker.WHICH)
    void what_was_got_is_put_down_with_its_channel(TestJvm jvm, @FarSide TestJvm far, RabbitBroker broker) {
        String queue = newQueue();
        Outcome sent = jvm.call("send", broker.address(), queue);
        Outcome received = far.call("get_again", broker.address(), queue);
        assertThat(received.story("first of a"))
                .isEqualTo(received.story("again a"))
                .isEqualTo(sent.story("a"));
        assertThat(received.event("first of a").stepId())
                .isNotEqualTo(received.event("again a").stepId());
        assertThat(received.event("after close").stepId()).isNull();
    }

    @EachJdk
    @Proves(value = "rabbitmq.answered", noting = RabbitBroker.WHICH)
    void a_remote_call_is_answered_in_the_callers_story(TestJvm jvm, @FarSide TestJvm far, RabbitBroker broker) {
        for (String way : List.of("callback", "server")) {
            String queue = newQueue();
            Outcome answered = far.call("answer", broker.address(), queue, way);
            Outcome asked = jvm.call("ask", broker.address(), queue);
            assertThat(answered.story("served")).isEqualTo(asked.story("asked"));
            assertThat(answered.endedStep("served").externalCause())
                    .isEqualTo(asked.event("asked").stepId());
            assertThat(asked.event("answered").stepId())
                    .isEqualTo(asked.event("asked").stepId());
        }
    }

    private static String newQueue() {
        return "queue-" + ProcessHandle.current().pid() + "-" + QUEUES.incrementAndGet();
    }
}
