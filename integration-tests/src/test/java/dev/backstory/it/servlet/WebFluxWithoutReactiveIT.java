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
        properties = {
            "backstory.boundary.reactive.enabled=false",
            "backstory.incoming.from=10.0.0.0/8",
            "server.forward-headers-strategy=framework"
        },
        besideOthers = false,
        everyBuildOn = 17)
class WebFluxWithoutReactiveIT {

    @EachJdk
    @Proves("webflux.reactive-off")
    void what_runs_when_it_is_subscribed_to_is_in_the_story_and_nothing_else_in_another(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/papers/1");
        for (String label : new String[] {"before", "controller"}) {
            assertThat(outcome.story(label)).isEqualTo(Http.id(response));
        }
        assertThat(outcome.endedStep("controller").name()).isEqualTo("GET /papers/{id}");
        assertThat(outcome.event("later").stepId())
                .isIn(null, outcome.event("controller").stepId());
    }

    @EachJdk
    @Proves("webflux.claimed")
    void an_untrusted_peers_id_is_only_a_claim_whatever_address_its_headers_name(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        AnyServer.takesAnIdForAClaim(
                outcome, "/papers/1", "before", "Forwarded", "for=10.1.2.3", "X-Forwarded-For", "10.1.2.3");
    }
}
