package dev.backstory.it.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.util.List;

@UnderAgent(
        value = LogApp.class,
        classPath = {"logback", "log4j-api", "log4j-core", "disruptor"})
class LogIT {

    @EachJdk
    @Proves({"mdc.logback", "mdc.log4j", "mdc.own"})
    void a_line_names_the_story_of_the_thread_that_wrote_it(TestJvm jvm) {
        for (String library : List.of("logback", "log4j")) {
            for (String asynchronous : List.of("false", "true")) {
                assertNamesStories(jvm.call(library, asynchronous), library + ", asynchronous: " + asynchronous);
            }
        }
    }

    @EachJdk
    @Proves("mdc.log4j-loggers")
    void so_does_one_that_waits_in_a_ring(TestJvm jvm) {
        assertNamesStories(jvm.call("log4j_loggers"), "asynchronous loggers");
    }

    private static void assertNamesStories(Outcome outcome, String how) {
        RecordedEvent logged = outcome.event("logged");
        String ids = logged.correlationId() + "|" + logged.stepId();
        List<String> lines = outcome.returned().lines().toList();
        assertThat(lines.subList(0, 3))
                .as(how)
                .containsExactly(ids + "|mine|in the story", ids + "||on a pool's thread", "||mine|outside");
        assertThat(lines.get(3)).as(how).matches("theirs\\|[0-9a-f-]+\\|mine\\|own id");
    }
}
