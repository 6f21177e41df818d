package dev.backstory.it.jobs;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(value = DbSchedulerApp.class, libraries = "db-scheduler-oldest", besideOthers = false, everyBuildOn = 17)
class DbScheduler15IT extends DbSchedulerContract {}
