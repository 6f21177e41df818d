package dev.backstory.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.util.List;

@UnderAgent(
        value = LibrariesApp.class,
        libraries = "tomcat11",
        classPath = {
            "httpclient",
            "httpcore",
            "commons-logging",
            "commons-codec",
            "okhttp",
            "okio",
            "kotlin-stdlib",
            "opentelemetry-"
        },
        properties = {
            "backstory.boundary.httpclient.enabled=false",
            // Nobody keeps the callers' stories from the clients' own threads then.
            "backstory.boundary.thread.enabled=false",
            "backstory.boundary.executor.enabled=false"
        },
        everyBuildOn = 17)
class ClientsSwitchedOffIT {

    @EachJdk(alone = true)
    @Proves("httpclient.off")
    void no_client_tells_its_callee_anything(TestJvm jvm) throws Exception {
        Outcome called = jvm.call("port");
        String relay = CallsIT.url(called, "localhost", "/relay?to=" + CallsIT.url(called, "localhost", "/called"));
        List<String> sent = LibrariesContract.get(relay).lines().toList();
        assertThat(sent).hasSize(6 * 5).allSatisfy(each -> assertThat(each)
                .contains("|X-Correlation-ID=|X-Causation-ID=|baggage=|"));
    }
}
