package dev.backstory.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.Events;
import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.util.Objects;

/** The switches of boundaries whose own tests need an application of another kind. */
@UnderAgent(
        value = MoreSwitchedOffIT.App.class,
        libraries = "quartz",
        classPath = {"logback", "log4j-api", "log4j-core", "disruptor"},
        properties = {
            "backstory.boundary.main.enabled=false",
            "backstory.boundary.mdc.enabled=false",
            "backstory.boundary.quartz.enabled=false"
        },
        everyBuildOn = 25)
class MoreSwitchedOffIT {

    @EachJdk(alone = true)
    @Proves("main.off")
    void a_main_begins_nothing(TestJvm jvm) {
        RecordedEvent opened =
                Objects.requireNonNull(TestJvm.reader().event(jvm.call("opened").returned()));
        assertThat(opened.stepId()).isNull();
        assertThat(TestJvm.reader().story(opened.correlationId()).steps()).isEmpty();
    }

    @EachJdk(alone = true)
    @Proves("mdc.off")
    void a_line_names_no_story(TestJvm jvm) {
        for (String library : new String[] {"logback", "log4j"}) {
            Outcome logged = jvm.call("dev.backstory.it.logging.LogApp#" + library, "false");
            assertThat(logged.event("logged").stepId()).isNotNull();
            assertThat(logged.returned().lines())
                    .as(library)
                    .startsWith("||mine|in the story", "|||on a pool's thread", "||mine|outside");
        }
    }

    @EachJdk(alone = true)
    @Proves("quartz.off")
    void a_job_of_quartz_is_in_no_story(TestJvm jvm) {
        Outcome outcome = jvm.call("dev.backstory.it.jobs.QuartzApp#in_memory");
        assertThat(outcome.event("noted").stepId()).isNull();
        assertThat(outcome.story("noted")).isNotEqualTo(outcome.story("before"));
        jvm.call("dev.backstory.it.jobs.QuartzApp#stop");
        jvm.assertNoContextLeft();
        assertThat(jvm.output()).contains("switched off: ");
    }

    /** The harness loads it inside its {@code main}. */
    static final class App {

        private static final String OPENED =
                Events.publish(Event.of("Opened").build()).eventId();

        private App() {}

        static String opened() {
            return OPENED;
        }
    }
}
