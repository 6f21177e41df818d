package dev.backstory.it.messages;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(value = SpringMessagesApp.class, libraries = "../spring-boot-4/target/shop", everyBuildOn = 25)
class SpringMessages4IT extends SpringMessagesContract {}
