package dev.backstory.it.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.store.RecordedStep;
import java.util.Objects;

@UnderAgent(MainApp.class)
class MainIT {

    @EachJdk(besideOpenTelemetry = true)
    @Proves({"main.origin", "main.not-handed-on"})
    void a_main_is_a_story_of_its_own_that_its_threads_do_not_inherit(TestJvm jvm) {
        RecordedEvent opened =
                Objects.requireNonNull(TestJvm.reader().event(jvm.call("opened").returned()));
        Outcome served = jvm.call("serve");
        assertThat(served.story("Served")).isNotEqualTo(opened.correlationId());
        assertThat(TestJvm.reader().story(opened.correlationId()).steps())
                .singleElement()
                .returns("main", RecordedStep::kind)
                .returns("CaseRunner", RecordedStep::name)
                .returns(opened.stepId(), RecordedStep::id);
    }
}
