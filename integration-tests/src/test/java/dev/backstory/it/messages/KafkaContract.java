package dev.backstory.it.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.Beside;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every version of the clients. */
@ExtendWith(KafkaBroker.class)
abstract class KafkaContract {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    @EachJdk
    @Proves({"kafka.iterated", "kafka.spliterated", "kafka.handed-to-pool", "kafka.same-record", "kafka.foreign"})
    void each_record_continues_its_senders_story_however_it_is_taken(
            TestJvm jvm, @FarSide TestJvm far, Beside beside, KafkaBroker broker) {
        String topic = newTopic();
        Map<String, RecordedEvent> sent =
                byLabel(jvm.call("send", broker.address(), topic).events(5));
        for (String way : List.of("for", "partition", "topic", "forEach", "stream", "list", "pool")) {
            Outcome outcome = far.call("receive", broker.address(), topic, way);
            List<RecordedEvent> events = outcome.events(6);
            assertThat(events).as(way).hasSize(6);
            Map<String, RecordedEvent> received = byLabel(events);
            if (way.equals("list") && beside == Beside.OPENTELEMETRY_AFTER) {
                // The other agent's list around ours is split without us: several records are taken at once.
                for (String each : List.of("a", "b")) {
                    RecordedEvent event = Objects.requireNonNull(received.get(each));
                    assertThat(event.stepId() == null || event.correlationId().equals(story(sent, each)))
                            .as(event.toString())
                            .isTrue();
                }
                continue;
            }
            for (String each : List.of("a", "b")) {
                RecordedEvent event = Objects.requireNonNull(received.get(each));
                Received.assertContinues(outcome, event, Objects.requireNonNull(sent.get(each)), topic);
                assertThat(outcome.endedStep(event).waited()).isNotNull();
            }
            assertThat(events)
                    .as(way)
                    .filteredOn(event -> event.type().equals("twice"))
                    .extracting(RecordedEvent::correlationId)
                    .containsExactlyInAnyOrder(story(sent, "first"), story(sent, "second"));
            assertThat(List.of(story(received, "foreign"), story(received, "after")))
                    .as(way)
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(sent.values().stream()
                            .map(RecordedEvent::correlationId)
                            .toList());
            assertThat(Objects.requireNonNull(received.get("after")).stepId()).isNull();
        }
        assertThat(story(sent, "callback")).isEqualTo(story(sent, "a"));
    }

    @EachJdk
    @Proves("kafka.loop-left")
    void a_record_is_put_down_at_the_next_poll_after_break_or_exception(
            TestJvm jvm, @FarSide TestJvm far, KafkaBroker broker) {
        String topic = newTopic();
        Outcome sent = jvm.call("send", broker.address(), topic);
        Outcome received = far.call("leave", broker.address(), topic);

        assertThat(received.story("broken at a"))
                .isEqualTo(received.story("thrown at a"))
                .isEqualTo(sent.story("a"));
        for (String each : List.of("after break", "after exception", "after close")) {
            assertThat(received.event(each).stepId()).as(each).isNull();
        }
    }

    @EachJdk
    @Proves("kafka.untouched")
    void the_callers_record_and_the_payload_stay(TestJvm jvm, @FarSide TestJvm far, KafkaBroker broker) {
        String topic = newTopic();
        // Another agent writes on the caller's own record.
        assertThat(jvm.call("send", broker.address(), topic).returned().replace("traceparent=", ""))
                .isEqualTo("own=");
        assertThat(far.call("receive", broker.address(), topic, "for").returned())
                .isEqualTo("k:a null:b null:twice null:twice null:foreign");
    }

    private static Map<String, RecordedEvent> byLabel(List<RecordedEvent> events) {
        return events.stream().collect(Collectors.toMap(RecordedEvent::type, event -> event, (first, second) -> first));
    }

    private static String story(Map<String, RecordedEvent> events, String label) {
        return Objects.requireNonNull(events.get(label), label).correlationId();
    }

    private static String newTopic() {
        return "topic-" + ProcessHandle.current().pid() + "-" + TOPICS.incrementAndGet();
    }
}
