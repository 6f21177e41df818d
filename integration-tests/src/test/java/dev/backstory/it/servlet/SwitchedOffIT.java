package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat11",
        properties = {"it.shop=dev.backstory.it.servlet.JakartaShop", "backstory.boundary.servlet.enabled=false"})
class SwitchedOffIT {

    @EachJdk
    void without_the_boundary_requests_begin_nothing_and_responses_are_as_they_were(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThat(Http.id(Http.get(outcome.returned(), "/plain"))).isNull();
        assertThat(outcome.events(3)).extracting(event -> event.stepId()).containsOnlyNulls();
        assertThat(jvm.output()).contains("switched off: servlet");
    }
}
