package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.store.RecordedStep;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat11",
        classPath = {"vertx-", "netty-", "jackson-core-2"},
        properties = {
            "it.shop=dev.backstory.it.servlet.JakartaShop",
            "backstory.incoming.from=10.0.0.0/8",
            "backstory.response.header=false",
            "backstory.request.client-address=true"
        },
        standsBesideOpenTelemetry = true)
class UntrustedPeerIT {

    @EachJdk
    @Proves("trust.claimed")
    void an_untrusted_peers_id_is_only_a_claim(TestJvm jvm) {
        isOnlyAClaim(jvm.call("port"), "/plain", "before");
    }

    @EachJdk
    @Proves("httpserver.claimed")
    void an_untrusted_peers_id_is_only_a_claim_for_the_jdks_server_too(TestJvm jvm) {
        isOnlyAClaim(jvm.call(JdkServerApp.class.getName() + "#port"), "/plain", "before");
    }

    @EachJdk(alone = true)
    @Proves("vertx.claimed")
    void an_untrusted_peers_id_is_only_a_claim_for_vertx_too(TestJvm jvm) {
        isOnlyAClaim(jvm.call(VertxServerApp.class.getName() + "#port"), "/plain/a", "handled");
    }

    private static void isOnlyAClaim(Outcome outcome, String path, String label) {
        HttpResponse<String> response = AnyServer.takesAnIdForAClaim(outcome, path, label);
        assertThat(outcome.endedStep(label).attributes()).containsEntry("clientAddress", "127.0.0.1");
        assertThat(Http.id(response)).as("switched off").isNull();
    }

    @EachJdk
    @Proves("trust.forged")
    void forged_headers_of_an_untrusted_peer_change_nothing_but_the_claim(TestJvm jvm) {
        Outcome plain = jvm.call("port");
        Http.get(plain.returned(), "/plain");
        Outcome forged = jvm.call("port");
        Http.get(
                forged.returned(),
                "/plain",
                "baggage",
                "correlation.id=forged-story,actor=forged-admin,tenant=forged-tenant",
                "X-Causation-ID",
                "forged-cause",
                "X-Actor",
                "forged-admin",
                "X-Tenant",
                "forged-tenant",
                "X-Forwarded-For",
                "10.1.2.3");

        RecordedStep step = forged.endedStep("before");
        assertThat(step.attributes()).containsEntry("claimedCorrelationId", "forged-story");
        Map<String, String> others = new HashMap<>(step.attributes());
        others.remove("claimedCorrelationId");
        assertThat(others)
                .isEqualTo(plain.endedStep("before").attributes())
                .containsEntry("clientAddress", "127.0.0.1");
        assertThat(step.toString()).doesNotContain("forged-admin", "forged-tenant", "forged-cause", "10.1.2.3");
        assertThat(forged.events()).hasSize(3).allSatisfy(event -> assertThat(event.toString())
                .doesNotContain("forged"));
    }
}
