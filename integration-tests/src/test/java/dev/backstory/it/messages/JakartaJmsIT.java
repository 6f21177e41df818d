package dev.backstory.it.messages;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JakartaJmsApp.class,
        classPath = {"artemis-", "netty-", "jakarta.jms-api", "jctools-core", "commons-"},
        besideOthers = false,
        everyBuildOn = 25)
class JakartaJmsIT extends JmsContract {}
