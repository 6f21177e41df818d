package dev.backstory.it.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = GrpcApp.class,
        libraries = "grpc-oldest",
        properties = "backstory.boundary.grpc.enabled=false",
        everyBuildOn = 17)
class GrpcSwitchedOffIT {

    @EachJdk(alone = true)
    @Proves("grpc.off")
    void without_the_boundary_a_call_carries_nothing_and_begins_nothing(TestJvm jvm) {
        Outcome calling = jvm.call("later", "localhost:" + jvm.call("port").returned());
        assertThat(calling.event("later on").stepId()).isNull();
        assertThat(calling.story("later on")).isNotEqualTo(calling.story("calling"));
    }
}
