package dev.backstory.it.spring;

import dev.backstory.it.harness.UnderAgent;

/** On Tomcat. */
@UnderAgent(
        value = SpringApp.class,
        libraries = "../spring-boot-3/target/shop",
        besideOthers = false,
        everyBuildOn = 17)
class SpringBoot3IT extends SpringContract {}
