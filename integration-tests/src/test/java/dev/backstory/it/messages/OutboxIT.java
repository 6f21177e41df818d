package dev.backstory.it.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.Beside;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.store.RecordedStep;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;

@UnderAgent(value = OutboxApp.class, libraries = "kafka4", properties = "backstory.store.wait=30s", everyBuildOn = 25)
@ExtendWith(KafkaBroker.class)
class OutboxIT {

    @EachJdk
    @Proves("kafka.outbox")
    void a_row_that_another_process_relays_goes_on_with_the_story_of_its_transaction(
            TestJvm jvm, @FarSide TestJvm far, Jdk jdk, Beside beside, KafkaBroker broker) {
        String table =
                ("outbox_" + ProcessHandle.current().pid() + "_" + jdk + "_" + beside.name()).toLowerCase(Locale.ROOT);
        Outcome ordered = jvm.call("order", table);
        far.call("relay", broker.address(), table);

        RecordedEvent order = ordered.event("ordered");
        RecordedStep sent = received(jvm, broker, "paid-" + table);
        assertThat(sent.correlationId()).isEqualTo(order.correlationId());
        RecordedStep relayed = ordered.endedStep(sent.externalCause(), order.correlationId());
        assertThat(relayed.name()).isEqualTo("outbox");
        assertThat(relayed.externalCause()).isEqualTo(order.stepId());
        assertThat(relayed.waited()).isNotNull();

        RecordedStep foreign = received(jvm, broker, "foreign-" + table);
        assertThat(foreign.correlationId()).isNotEqualTo(order.correlationId());
        assertThat(ordered.endedStep(foreign.externalCause(), foreign.correlationId())
                        .externalCause())
                .isNull();
    }

    private static RecordedStep received(TestJvm jvm, KafkaBroker broker, String topic) {
        Outcome received = jvm.call(ServicesApp.class.getName() + "#shipping", broker.address(), topic);
        return received.endedStep("ParcelShipped");
    }
}
