package dev.backstory.it.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.util.List;

/** What holds for every version of JobRunr. */
abstract class JobRunrContract {

    @EachJdk
    @Proves({"jobrunr.persisted", "jobrunr.retried", "jobrunr.recurring", "jobrunr.foreign", "jobrunr.untouched"})
    void a_stored_job_that_another_process_runs_continues_the_story(TestJvm jvm, @FarSide TestJvm far) {
        String schema = JobsDatabase.newSchema();
        Outcome enqueued = jvm.call("enqueue", schema);
        Outcome ran = far.call("run_all", schema);

        StoredJob.assertContinues(enqueued, ran, "JobRunrApp.charge");

        RecordedEvent ordered = enqueued.event("ordered");
        List<RecordedEvent> swept = ran.events(6).stream()
                .filter(event -> event.type().equals("swept"))
                .toList();
        assertThat(swept)
                .hasSize(2)
                .extracting(RecordedEvent::correlationId)
                .doesNotHaveDuplicates()
                .doesNotContain(ordered.correlationId());
        assertThat(swept).allSatisfy(event -> assertThat(ran.endedStep(event).scheduledBy())
                .isEqualTo(ordered.stepId()));
        List<RecordedEvent> tidied = ran.events(6).stream()
                .filter(event -> event.type().equals("tidied"))
                .toList();
        assertThat(tidied).hasSize(2).allSatisfy(event -> assertThat(
                        ran.endedStep(event).scheduledBy())
                .isNull());
        RecordedStep strayed = ran.endedStep("strayed");
        assertThat(strayed.externalCause()).isNull();
        assertThat(strayed.correlationId())
                .isNotIn(ordered.correlationId(), ran.endedStep(swept.get(0)).correlationId());

        assertThat(enqueued.returned()).as("the enqueued job's metadata").isEqualTo("{}");
        assertThat(far.call("stop").returned()).as("what the jobs saw").isEqualTo("{} {} {} {}");
    }
}
