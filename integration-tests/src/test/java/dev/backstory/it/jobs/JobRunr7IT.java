package dev.backstory.it.jobs;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JobRunrApp.class,
        libraries = "jobrunr7",
        classPath = {"gson-", "asm-"},
        properties = "backstory.store.wait=30s",
        besideOthers = false,
        everyBuildOn = 25)
class JobRunr7IT extends JobRunrContract {}
