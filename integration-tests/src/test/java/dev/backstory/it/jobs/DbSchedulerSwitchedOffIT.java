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
        String schema = JobsDatabase.newSchema();
        Outcome scheduled = jvm.call("schedule", schema);
        assertThat(jvm.call("waiting", scheduled.story("ordered")).returned()).isEqualTo("0");
        assertThat(jvm.call("execute_all", schema).event("charged").stepId()).isNull();
        jvm.call("stop");
    }
}
