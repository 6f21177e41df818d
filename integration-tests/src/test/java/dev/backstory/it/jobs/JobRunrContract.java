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
import java.util.concurrent.atomic.AtomicInteger;

/** What holds for every version of JobRunr. */
abstract class JobRunrContract {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    @EachJdk
    @Proves({"jobrunr.persisted", "jobrunr.retried", "jobrunr.recurring", "jobrunr.foreign", "jobrunr.untouched"})
    void a_stored_job_that_another_process_runs_continues_the_story(TestJvm jvm, @FarSide TestJvm far) {
        String schema = newSchema();
        Outcome enqueued = jvm.call("enqueue", schema);
        Outcome ran = far.call("run_all", schema);

        RecordedEvent ordered = enqueued.event("ordered");
        RecordedStep second = ran.endedStep("charged");
        assertThat(second.correlationId()).isEqualTo(ordered.correlationId());
        assertThat(second.kind()).isEqualTo("job");
        assertThat(second.name()).isEqualTo("JobRunrApp.charge");
        assertThat(second.externalCause()).isEqualTo(ordered.stepId());
        assertThat(second.waited()).isNotNull();
        assertThat(second.attributes()).containsEntry("attempt", "2");
        RecordedStep first = ran.failedStep("charged");
        assertThat(first.error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(first.attributes()).containsEntry("attempt", "1");
        assertThat(first.externalCause()).isEqualTo(ordered.stepId());

        List<RecordedEvent> swept = ran.events(4).stream()
                .filter(event -> event.type().equals("swept"))
                .toList();
        assertThat(swept)
                .hasSize(2)
                .extracting(RecordedEvent::correlationId)
                .doesNotHaveDuplicates()
                .doesNotContain(ordered.correlationId());
        RecordedStep strayed = ran.endedStep("strayed");
        assertThat(strayed.externalCause()).isNull();
        assertThat(strayed.correlationId())
                .isNotIn(ordered.correlationId(), ran.endedStep(swept.get(0)).correlationId());

        assertThat(enqueued.returned()).as("the enqueued job's metadata").isEqualTo("{}");
        assertThat(far.call("stop").returned()).as("what the job saw").isEqualTo("{} {}");
        jvm.assertNoContextLeft();
        far.assertNoContextLeft();
    }

    static String newSchema() {
        return "jobrunr_" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
    }
}
