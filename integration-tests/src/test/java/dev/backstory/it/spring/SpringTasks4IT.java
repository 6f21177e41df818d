package dev.backstory.it.spring;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = SpringTasksApp.class,
        libraries = "../spring-boot-4/target/shop",
        properties = "backstory.capture.spring-events=dev.backstory.it.springtasks.Chosen$*, org.springframework.*",
        everyBuildOn = 25)
class SpringTasks4IT extends SpringTasksContract {}
