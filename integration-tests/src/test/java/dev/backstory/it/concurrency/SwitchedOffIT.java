package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = HopsApp.class,
        properties = {
            "backstory.boundary.executor.enabled=false",
            "backstory.boundary.future.enabled=false",
            "backstory.boundary.forkjoin.enabled=false",
            "backstory.boundary.thread.enabled=false",
        })
class SwitchedOffIT {

    @EachJdk
    void a_boundary_that_is_switched_off_carries_nothing(TestJvm jvm) {
        assertThat(jvm.call("executor_carries_nothing").returned()).isEmpty();
        assertThat(jvm.output()).contains("switched off: executor, future, forkjoin, thread");
    }
}
