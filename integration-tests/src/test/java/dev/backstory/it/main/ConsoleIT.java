package dev.backstory.it.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.store.RecordedStep;
import java.util.List;
import java.util.Objects;

@UnderAgent(
        value = MainApp.class,
        properties = {"backstory.issue=SUP-12", "backstory.operator=ada", "backstory.reason=refund"})
class ConsoleIT {

    @EachJdk
    @Proves("main.console")
    void a_console_session_is_one_story_that_says_who_and_why(TestJvm jvm) {
        RecordedEvent opened =
                Objects.requireNonNull(TestJvm.reader().event(jvm.call("opened").returned()));
        Outcome served = jvm.call("serve");
        assertThat(served.story("Served")).isEqualTo(opened.correlationId());
        for (RecordedEvent each : List.of(opened, served.event("Served"))) {
            assertThat(each.metadata())
                    .containsEntry("operator", "ada")
                    .containsEntry("issue", "SUP-12")
                    .containsEntry("reason", "refund");
        }
        assertThat(TestJvm.reader().story(opened.correlationId()).steps())
                .filteredOn(step -> step.id().equals(opened.stepId()))
                .singleElement()
                .returns("console", RecordedStep::kind)
                .satisfies(step -> assertThat(step.attributes()).containsEntry("issue", "SUP-12"));
    }
}
