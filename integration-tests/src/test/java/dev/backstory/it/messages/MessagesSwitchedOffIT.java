package dev.backstory.it.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;

@UnderAgent(
        value = JakartaJmsApp.class,
        libraries = "kafka4",
        classPath = {"amqp-client", "artemis-", "netty-", "jakarta.jms-api", "jctools-core", "commons-"},
        properties = {
            "backstory.boundary.kafka.enabled=false",
            "backstory.boundary.rabbitmq.enabled=false",
            "backstory.boundary.jms.enabled=false"
        })
@ExtendWith({KafkaBroker.class, RabbitBroker.class, JmsBroker.class})
class MessagesSwitchedOffIT {

    private static final AtomicInteger QUEUES = new AtomicInteger();

    @EachJdk(alone = true)
    @Proves("kafka.off")
    void kafka_carries_nothing(TestJvm jvm, KafkaBroker broker) {
        assertNothingIsCarried(jvm, KafkaApp.class, broker.address(), "for", 6);
    }

    @EachJdk(alone = true)
    @Proves(value = "rabbitmq.off", noting = RabbitBroker.WHICH)
    void rabbitmq_carries_nothing(TestJvm jvm, RabbitBroker broker) {
        assertNothingIsCarried(jvm, RabbitApp.class, broker.address(), "get", 7);
    }

    @EachJdk(alone = true)
    @Proves("jms.off")
    void jms_carries_nothing(TestJvm jvm, JmsBroker broker) {
        assertNothingIsCarried(jvm, JakartaJmsApp.class, broker.address(), "receive", 7);
    }

    private static void assertNothingIsCarried(
            TestJvm jvm, Class<?> application, String broker, String way, int events) {
        String queue = "off-" + ProcessHandle.current().pid() + "-" + QUEUES.incrementAndGet();
        Outcome sent = jvm.call(application.getName() + "#send", broker, queue);
        Outcome received = jvm.call(application.getName() + "#receive", broker, queue, way);
        assertThat(received.events(events)).extracting(RecordedEvent::stepId).containsOnlyNulls();
        assertThat(received.story("a")).isNotEqualTo(sent.story("a"));
        jvm.assertNoContextLeft();
    }
}
