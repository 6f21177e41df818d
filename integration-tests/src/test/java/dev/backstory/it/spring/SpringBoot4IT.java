package dev.backstory.it.spring;

import dev.backstory.it.harness.UnderAgent;

/** On Jetty. */
@UnderAgent(
        value = SpringApp.class,
        libraries = "../spring-boot-4/target/shop",
        everyBuildOn = 25,
        standsBesideOpenTelemetry = true)
class SpringBoot4IT extends SpringContract {}
