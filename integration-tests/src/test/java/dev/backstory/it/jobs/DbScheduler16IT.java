package dev.backstory.it.jobs;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(value = DbSchedulerApp.class, libraries = "db-scheduler", everyBuildOn = 25)
class DbScheduler16IT extends DbSchedulerContract {}
