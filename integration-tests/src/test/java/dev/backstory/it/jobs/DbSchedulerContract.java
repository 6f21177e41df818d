package dev.backstory.it.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.util.List;

/** What holds for every version of db-scheduler. */
abstract class DbSchedulerContract {

    @EachJdk
    @Proves({"dbscheduler.executed", "dbscheduler.retried", "dbscheduler.recurring", "dbscheduler.untouched"})
    void each_execution_of_a_task_is_a_job_in_a_story_of_its_own(TestJvm jvm) {
        Outcome outcome = jvm.call("schedule", JobsDatabase.newSchema());
        RecordedStep second = outcome.endedStep("charged");
        assertThat(second.kind()).isEqualTo("job");
        assertThat(second.name()).isEqualTo("charge");
        assertThat(second.waited()).isNotNull();
        assertThat(second.error()).isNull();
        assertThat(second.attributes()).containsEntry("attempt", "2");
        RecordedStep first = outcome.endedStep("tried");
        assertThat(first.error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(first.attributes()).containsEntry("attempt", "1");
        assertThat(second.correlationId()).isNotEqualTo(outcome.story("ordered"));

        List<RecordedEvent> swept = outcome.events(8).stream()
                .filter(event -> event.type().equals("swept"))
                .toList();
        assertThat(swept)
                .hasSizeGreaterThan(2)
                .extracting(RecordedEvent::correlationId)
                .doesNotHaveDuplicates();
        assertThat(outcome.endedStep(swept.get(0)).name()).isEqualTo("sweep");
        assertThat(jvm.call("stop").returned()).as("the data").isEqualTo("user's data; user's data");
        jvm.assertNoContextLeft();
    }
}
