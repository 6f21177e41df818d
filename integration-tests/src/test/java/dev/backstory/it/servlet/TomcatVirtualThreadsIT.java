package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.util.List;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat11",
        properties = {"it.shop=dev.backstory.it.servlet.JakartaShop", "it.virtual=true"})
class TomcatVirtualThreadsIT {

    @EachJdk(from = 25)
    @Proves("servlet.virtual-threads")
    void requests_on_virtual_threads_are_stories_of_their_own(TestJvm jvm) {
        for (String path : List.of("/plain", "/pool", "/start", "/dispatch", "/nested", "/write")) {
            Outcome outcome = jvm.call("port");
            String id = Http.id(Http.get(outcome.returned(), path));
            assertThat(outcome.endedStep("before").correlationId()).isEqualTo(id);
            assertThat(outcome.event("before").thread()).contains("virt");
            assertThat(outcome.events())
                    .hasSizeGreaterThan(2)
                    .extracting(RecordedEvent::correlationId)
                    .containsOnly(id);
        }
    }
}
