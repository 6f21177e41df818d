package dev.backstory.it.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JobRunrApp.class,
        libraries = "jobrunr",
        classPath = {"gson-", "asm-"},
        properties = {"backstory.boundary.jobrunr.enabled=false", "backstory.boundary.scheduled.enabled=false"},
        everyBuildOn = 17)
class JobRunrSwitchedOffIT {

    @EachJdk(alone = true)
    @Proves("jobrunr.off")
    void jobs_carry_nothing(TestJvm jvm) {
        String schema = JobsDatabase.newSchema();
        Outcome enqueued = jvm.call("enqueue", schema);
        Outcome ran = jvm.call("run_all", schema);
        assertThat(ran.event("charged").stepId()).isNull();
        assertThat(ran.story("charged")).isNotEqualTo(enqueued.story("ordered"));
        jvm.call("stop");
    }
}
