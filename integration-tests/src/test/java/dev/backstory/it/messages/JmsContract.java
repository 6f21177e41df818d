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
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for JMS by either name. */
@ExtendWith(JmsBroker.class)
abstract class JmsContract {

    private static final AtomicInteger QUEUES = new AtomicInteger();

    @EachJdk
    @Proves({"jms.listened", "jms.received", "jms.context", "jms.same-message", "jms.foreign", "jms.untouched"})
    void each_message_continues_its_senders_story_however_it_is_received(
            TestJvm jvm, @FarSide TestJvm far, JmsBroker broker) {
        for (String way : List.of("receive", "listener", "context", "context listener")) {
            String queue = newQueue();
            Outcome sent = jvm.call("send", broker.address(), queue);
            Outcome received = far.call("receive", broker.address(), queue, way);
            boolean loop = !way.endsWith("listener");
            List<RecordedEvent> events = received.events(loop ? 7 : 6);
            Received.assertContinues(sent, received, queue, "a", "b");
            Set<String> again = events.stream()
                    .filter(event -> event.type().equals("again"))
                    .map(RecordedEvent::correlationId)
                    .collect(Collectors.toSet());
            assertThat(again).as(way).hasSize(3).contains(sent.story("first"), sent.story("second"));
            assertThat(received.endedStep("foreign").externalCause()).isNull();
            assertThat(events).as(way).extracting(RecordedEvent::correlationId).doesNotHaveDuplicates();
            RecordedStep step = received.endedStep("a");
            assertThat(step.attributes()).containsEntry("attempt", "1");
            assertThat(step.waited()).isNotNull();
            if (loop) {
                assertThat(received.event("after").stepId()).isNull();
            }
            assertThat(received.returned()).isEqualTo(sent.returned()).isEqualTo("[own=1] theirs a");
        }
    }

    @EachJdk
    @Proves({"jms.rolled-back", "jms.sent-on"})
    void a_message_that_was_rolled_back_comes_again_in_its_story(TestJvm jvm, @FarSide TestJvm far, JmsBroker broker) {
        String queue = newQueue();
        Outcome sent = jvm.call("send", broker.address(), queue);
        Outcome received = far.call("roll_back", broker.address(), queue);
        assertThat(received.story("first of a"))
                .isEqualTo(received.story("again a"))
                .isEqualTo(sent.story("a"));
        RecordedStep again = received.endedStep("again a");
        assertThat(again.attributes()).containsEntry("attempt", "2");
        assertThat(again.externalCause())
                .isEqualTo(received.endedStep("first of a").externalCause());
        assertThat(received.event("after close").stepId()).isNull();

        List<RecordedEvent> rest =
                far.call("receive", broker.address(), queue, "receive").events(7);
        assertThat(rest)
                .filteredOn(event -> event.type().equals("a"))
                .extracting(RecordedEvent::correlationId)
                .containsExactly(sent.story("a"));
    }

    @EachJdk
    @Proves("jms.failed")
    void a_listener_that_fails_is_in_the_story_and_the_next_attempt_too(
            TestJvm jvm, @FarSide TestJvm far, JmsBroker broker) {
        String queue = newQueue();
        Outcome sent = jvm.call("send", broker.address(), queue);
        Outcome received = far.call("fail", broker.address(), queue);
        RecordedStep failed = received.failedStep("a");
        assertThat(failed.error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(failed.attributes()).containsEntry("attempt", "1");
        RecordedStep again = received.endedStep("a");
        assertThat(again.attributes()).containsEntry("attempt", "2");
        assertThat(again.externalCause())
                .isEqualTo(failed.externalCause())
                .isEqualTo(sent.event("a").stepId());
    }

    private static String newQueue() {
        return "queue-" + ProcessHandle.current().pid() + "-" + QUEUES.incrementAndGet();
    }
}
