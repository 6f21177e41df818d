package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.net.http.HttpResponse;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat11",
        properties = "it.shop=dev.backstory.it.servlet.JakartaShop",
        standsBesideOpenTelemetry = true)
class Tomcat11IT extends ServletContract implements WebSocketContract, LambdaFilterContract, GatewayContract {

    @EachJdk
    @Proves("servlet.committed")
    void a_response_that_was_committed_before_keeps_its_head(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/early");
        assertThat(Http.id(response)).isNull();
        assertThat(outcome.endedStep("before").name()).isEqualTo("GET /early");
        assertThat(jvm.output()).doesNotContain("an error was suppressed");
    }

    /** Here too, because a JVM beside another agent that runs already costs no start. */
    @EachJdk
    @Proves("httpserver.request")
    void a_request_to_the_jdks_server_is_a_step_from_its_first_filter_on(TestJvm jvm) {
        Outcome outcome = jvm.call(JdkServerApp.class.getName() + "#port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/plain/pa55?secret=1");
        AnyServer.namesItByItsRoute(outcome, response, 3, "before", "/plain");
    }
}
