package dev.backstory.it.jobs;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JobRunrApp.class,
        libraries = "jobrunr",
        classPath = {"gson-", "asm-"},
        properties = "backstory.store.wait=30s",
        everyBuildOn = 25)
class JobRunr8IT extends JobRunrContract {}
