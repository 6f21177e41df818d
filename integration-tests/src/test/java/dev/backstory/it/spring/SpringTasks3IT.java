package dev.backstory.it.spring;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = SpringTasksApp.class,
        libraries = "../spring-boot-3/target/shop",
        properties = "backstory.capture.spring-events=dev.backstory.it.springtasks.Chosen$*, org.springframework.*",
        besideOthers = false,
        everyBuildOn = 17)
class SpringTasks3IT extends SpringTasksContract {}
