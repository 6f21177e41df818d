package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.clients.WebClientContract;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = WebFluxApp.class,
        libraries = {"../spring-boot-4/target/shop", "../spring-boot-4/target/reactive"},
        properties = {"backstory.boundary.webflux.enabled=false", "backstory.boundary.httpclient.enabled=false"},
        besideOthers = false,
        everyBuildOn = 25)
class WebFluxSwitchedOffIT {

    @EachJdk(alone = true)
    @Proves("webflux.off")
    void without_the_boundary_requests_begin_nothing_and_responses_are_as_they_were(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        AnyServer.beginsNothing(outcome, "/papers/1", 5);
        assertThat(jvm.output()).contains("switched off: webflux, httpclient");
    }

    @EachJdk(alone = true)
    @Proves("httpclient.reactor-off")
    void without_the_boundary_reactor_nettys_client_tells_nothing(TestJvm jvm) {
        String url = "http://localhost:" + jvm.call("port").returned() + "/called";
        WebClientContract.REACTIVE.tell_nothing(jvm, url);
    }
}
