package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.net.http.HttpResponse;

@UnderAgent(value = CrossoverApp.class, libraries = "tomcat11")
class CrossoverIT extends CrossoverContract {

    @EachJdk
    @Proves("servlet.committed")
    void a_response_that_was_committed_before_keeps_its_head(TestJvm jvm) {
        String port = jvm.call("port").returned();
        HttpResponse<String> response = Http.get(port, "/early");
        assertThat(Http.id(response)).isNull();
        assertThat(response.body()).hasSize(36);
        assertThat(jvm.output()).doesNotContain("an error was suppressed");
    }
}
