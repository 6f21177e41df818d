package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.io.UncheckedIOException;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat10",
        properties = {"it.shop=dev.backstory.it.servlet.JakartaShop"},
        listed = false)
class Tomcat10IT extends ServletContract implements WebSocketContract, LambdaFilterContract {

    /**
     * Tomcat 10.1 closes the connection, with and without an agent, when no listener completes what has failed; the
     * client then asks again, so that there is no single story to look at.
     */
    @Override
    @EachJdk
    void an_error_after_start_async_is_told_in_the_story_and_fails_its_step(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThatThrownBy(() -> Http.get(outcome.returned(), "/async-error")).isInstanceOf(UncheckedIOException.class);
    }
}
