package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.net.http.HttpResponse;

@UnderAgent(
        value = WebFluxApp.class,
        libraries = {"../spring-boot-3/target/shop", "../spring-boot-3/target/reactive"},
        properties = "it.servlet-container=true",
        besideOthers = false,
        everyBuildOn = 17)
class WebFluxOnTomcatIT {

    @EachJdk
    @Proves("webflux.servlet-container")
    void a_request_that_a_servlet_container_hands_over_is_one_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/papers/1");
        String step = outcome.endedStep("controller").id();
        assertThat(outcome.events(5)).allSatisfy(event -> {
            assertThat(event.correlationId()).as(event.type()).isEqualTo(Http.id(response));
            assertThat(event.stepId()).as(event.type()).isEqualTo(step);
        });
        assertThat(outcome.records("controller").steps()).hasSize(1);
    }
}
