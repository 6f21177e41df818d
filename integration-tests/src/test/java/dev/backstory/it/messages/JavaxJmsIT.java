package dev.backstory.it.messages;

import dev.backstory.it.harness.UnderAgent;

/** With the oldest client that is claimed to work. */
@UnderAgent(value = JavaxJmsApp.class, libraries = "artemis-oldest", everyBuildOn = 17)
class JavaxJmsIT extends JmsContract {}
