package dev.backstory.it.messages;

import dev.backstory.it.harness.UnderAgent;

/** The oldest client that is claimed to work. */
@UnderAgent(value = RabbitApp.class, libraries = "rabbitmq-oldest", besideOthers = false, everyBuildOn = 17)
class RabbitOldestIT extends RabbitContract {}
