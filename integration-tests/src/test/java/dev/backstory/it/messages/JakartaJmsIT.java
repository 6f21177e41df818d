package dev.backstory.it.messages;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JakartaJmsApp.class,
        classPath = {"artemis-", "netty-", "jakarta.jms-api", "jctools-core", "commons-"},
        everyBuildOn = 25)
class JakartaJmsIT extends JmsContract {

    /** Stands in every build for what is beside another agent, which adds interfaces to producers and consumers. */
    @Override
    @EachJdk(besideOpenTelemetry = true)
    @Proves({"jms.listened", "jms.received", "jms.context", "jms.same-message", "jms.foreign", "jms.untouched"})
    void each_message_continues_its_senders_story_however_it_is_received(
            TestJvm jvm, @FarSide TestJvm far, JmsBroker broker) {
        super.each_message_continues_its_senders_story_however_it_is_received(jvm, far, broker);
    }
}
