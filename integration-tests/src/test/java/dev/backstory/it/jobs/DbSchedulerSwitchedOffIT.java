package dev.backstory.it.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = DbSchedulerApp.class,
        libraries = "db-scheduler",
        properties = "backstory.boundary.dbscheduler.enabled=false",
        everyBuildOn = 17)
class DbSchedulerSwitchedOffIT {

    @EachJdk(alone = true)
    @Proves("dbscheduler.off")
    void executions_are_no_jobs(TestJvm jvm) {
        Outcome outcome = jvm.call("schedule", JobsDatabase.newSchema());
        assertThat(outcome.event("charged").stepId()).isNull();
        jvm.call("stop");
        jvm.assertNoContextLeft();
    }
}
