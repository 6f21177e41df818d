package dev.backstory.it.jobs;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JobRunrApp.class,
        libraries = "jobrunr7-oldest",
        classPath = {"gson-", "asm-"},
        properties = "backstory.store.wait=30s",
        besideOthers = false,
        everyBuildOn = 17)
class JobRunr7OldestIT extends JobRunrContract {}
