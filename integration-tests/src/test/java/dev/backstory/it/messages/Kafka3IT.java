package dev.backstory.it.messages;

import dev.backstory.it.harness.UnderAgent;

/** The oldest clients that are claimed to work. */
@UnderAgent(
        value = KafkaApp.class,
        libraries = "kafka3",
        properties = "backstory.store.wait=30s",
        besideOthers = false,
        everyBuildOn = 17)
class Kafka3IT extends KafkaContract {}
