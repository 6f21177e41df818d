package dev.backstory.it.messages;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = SpringMessagesApp.class,
        libraries = "../spring-boot-3/target/shop",
        besideOthers = false,
        everyBuildOn = 17)
class SpringMessages3IT extends SpringMessagesContract {}
