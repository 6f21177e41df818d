package dev.backstory.it.messages;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(value = KafkaApp.class, libraries = "kafka4", properties = "backstory.store.wait=30s", everyBuildOn = 25)
class Kafka4IT extends KafkaContract {}
