package dev.backstory.it.jobs;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JobRunrApp.class,
        libraries = "jobrunr8-oldest",
        classPath = {"gson-", "asm-"},
        properties = "backstory.store.wait=30s",
        besideOthers = false,
        everyBuildOn = 17)
class JobRunr8OldestIT extends JobRunrContract {}
