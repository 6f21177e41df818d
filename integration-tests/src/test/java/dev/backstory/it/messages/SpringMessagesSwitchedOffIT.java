package dev.backstory.it.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import org.junit.jupiter.api.extension.ExtendWith;

@UnderAgent(
        value = SpringMessagesApp.class,
        libraries = "../spring-boot-4/target/shop",
        properties = "backstory.boundary.springlisteners.enabled=false",
        everyBuildOn = 17)
@ExtendWith({KafkaBroker.class, RabbitBroker.class, JmsBroker.class})
class SpringMessagesSwitchedOffIT {

    @EachJdk(alone = true)
    @Proves("springlisteners.off")
    void listeners_have_what_their_brokers_clients_carry_by_themselves(
            TestJvm jvm, KafkaBroker kafka, RabbitBroker rabbit, JmsBroker jms) {
        String ending = "-"
                + jvm.call("start", kafka.address(), rabbit.address(), jms.address())
                        .returned();
        Outcome batch = jvm.call("send_together", "batches" + ending, "x,y");
        assertThat(batch.event("batch of 2").stepId()).isNull();
        Outcome letters = jvm.call("send", "rabbit", "letters" + ending, "a");
        assertThat(letters.event("a").stepId()).isNull();
        assertThat(letters.story("a")).isNotEqualTo(letters.story("sent a"));
        Outcome notes = jvm.call("send", "jms", "notes" + ending, "b");
        assertThat(notes.story("b")).as("by the receive of its container").isEqualTo(notes.story("sent b"));
    }
}
