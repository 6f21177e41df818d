package dev.backstory.it.messages;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(value = RabbitApp.class, classPath = "amqp-client", everyBuildOn = 25)
class RabbitNewestIT extends RabbitContract {}
