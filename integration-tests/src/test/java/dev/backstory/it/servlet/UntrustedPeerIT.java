package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.net.http.HttpResponse;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat11",
        properties = {
            "it.shop=dev.backstory.it.servlet.JakartaShop",
            "backstory.incoming.from=10.0.0.0/8",
            "backstory.response.header=false"
        })
class UntrustedPeerIT {

    @EachJdk
    void an_untrusted_peers_id_is_only_a_claim(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/plain", "X-Correlation-ID", "somebody-elses");
        assertThat(outcome.story("before")).hasSize(36);
        assertThat(outcome.endedStep("before").attributes()).containsEntry("claimedCorrelationId", "somebody-elses");
        assertThat(Http.id(response)).as("switched off").isNull();
    }
}
