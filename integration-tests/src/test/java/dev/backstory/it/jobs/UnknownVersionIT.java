package dev.backstory.it.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.DoctoredLibrary;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import org.junit.jupiter.api.BeforeAll;

/** A Quartz in which a method that we rely on has another name, as a version that nobody knows yet may have. */
@UnderAgent(value = QuartzApp.class, libraries = "quartz-unknown")
class UnknownVersionIT {

    @BeforeAll
    static void doctor() {
        DoctoredLibrary.make("quartz", "quartz-unknown", "org/quartz/core/", "triggerJob");
    }

    @EachJdk
    @Proves("quartz.unknown-version")
    void a_library_that_does_not_look_as_known_is_left_alone_with_one_line_that_names_it(TestJvm jvm) {
        Outcome outcome = jvm.call("in_memory");
        assertThat(outcome.endedStep("noted").name()).as("what does fit").isEqualTo("Note");
        assertThat(outcome.story("noted"))
                .as("no id came along, and none was guessed")
                .isNotEqualTo(outcome.story("before"));
        jvm.call("stop");
        jvm.assertNoContextLeft();
        assertThat(jvm.output()
                        .lines()
                        .filter(line -> line.contains("QuartzScheduler") && line.contains("[backstory]")))
                .containsExactly("[backstory] boundary quartz leaves org.quartz.core.QuartzScheduler alone: it does not"
                        + " look like that of a version that we know");
    }
}
