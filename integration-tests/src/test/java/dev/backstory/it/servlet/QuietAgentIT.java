package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.util.Locale;

/** The agent must not cause a single line from the JVM: operators read such lines as defects. */
class QuietAgentIT {

    @EachJdk(alone = true)
    @Proves("never.quiet")
    void no_warning_comes_from_the_jvm_and_no_error_from_the_agent(Jdk jdk) {
        TestJvm jvm = TestJvm.of(TomcatApp.class)
                .on(jdk)
                .libraries("tomcat11")
                .property("it.shop=dev.backstory.it.servlet.JakartaShop")
                .start();
        try (jvm) {
            Outcome outcome = jvm.call("port");
            for (String path : new String[] {"/plain", "/start", "/dispatch"}) {
                assertThat(Http.get(outcome.returned(), path).statusCode()).isEqualTo(200);
            }
        }
        // The harness itself refuses a JVM that prints a line to standard output before the application does.
        String printed = jvm.output();
        assertThat(printed).contains("[backstory] agent carries context over");
        assertThat(printed.toLowerCase(Locale.ROOT))
                .doesNotContain("vm warning")
                .doesNotContain("warning: a ")
                .doesNotContain("an error was suppressed")
                .doesNotContain("stays as it is")
                .doesNotContain("did not end by itself");
    }
}
