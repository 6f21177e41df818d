package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

/** A loader that does not ask its parent first must still find the one context package. */
@UnderAgent(
        value = JettyWarApp.class,
        classPath = {"jetty-", "jakarta.", "asm"},
        listed = false)
class JettyChildFirstIT extends ServletContract {

    /** The application refuses to start when it has a context package of its own, or not its own runtime API. */
    @EachJdk
    @Proves("servlet.child-first")
    void an_application_with_its_own_runtime_api_publishes_in_the_requests_story(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        String id = Http.id(Http.get(outcome.returned(), "/pool"));
        assertThat(outcome.story("asynchronous")).isEqualTo(id);
    }
}
