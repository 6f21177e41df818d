package dev.backstory.it.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.viewer.story.Row;
import dev.backstory.viewer.story.Story;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

@UnderAgent(value = QuartzApp.class, libraries = "quartz", properties = "backstory.store.wait=30s")
class QuartzIT {

    private static final AtomicInteger SCHEDULERS = new AtomicInteger();

    @EachJdk
    @Proves({"quartz.persisted", "quartz.retried", "quartz.repeated", "quartz.untouched"})
    void a_stored_job_that_another_process_runs_continues_the_story(TestJvm jvm, @FarSide TestJvm far) {
        String scheduler = "s" + ProcessHandle.current().pid() + "-" + SCHEDULERS.incrementAndGet();
        Outcome scheduled = jvm.call("schedule", scheduler);
        Outcome ran = far.call("run_all", scheduler);

        StoredJob.assertContinues(scheduled, ran, "Charge");
        assertThat(Story.of(scheduled.records("ordered")).rows())
                .extracting(Row::summary)
                .contains("queue payments, attempt 1", "queue payments, attempt 2");

        RecordedEvent ordered = scheduled.event("ordered");
        List<RecordedEvent> swept = ran.events(4).stream()
                .filter(event -> event.type().equals("swept"))
                .toList();
        assertThat(swept).extracting(RecordedEvent::correlationId).doesNotHaveDuplicates();
        assertThat(swept).isNotEmpty().allSatisfy(event -> {
            assertThat(event.correlationId()).isNotEqualTo(ordered.correlationId());
            assertThat(ran.endedStep(event).scheduledBy()).isEqualTo(ordered.stepId());
        });

        assertThat(scheduled.returned()).as("the caller's own trigger").isEqualTo("{own=1}");
        assertThat(far.call("stop").returned())
                .as("what the job saw")
                .contains("{own=1}")
                .doesNotContain("backstory");
    }

    @EachJdk
    @Proves("quartz.triggered")
    void a_job_that_is_told_to_run_continues_the_story(TestJvm jvm) {
        Outcome outcome = jvm.call("in_memory");

        assertThat(outcome.story("noted")).isEqualTo(outcome.story("before"));
        assertThat(outcome.endedStep("noted").name()).isEqualTo("Note");
        assertThat(outcome.endedStep("noted").attributes())
                .as("Quartz' own group for jobs without one")
                .doesNotContainKey("queue");
        jvm.call("stop");
    }
}
