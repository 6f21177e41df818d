package dev.backstory.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.util.List;

/** What holds for jobs of Spring Batch, in the same JVMs. */
abstract class SpringBatchContract {

    private static final String BATCHES = "dev.backstory.it.springtasks.Batches#";

    @EachJdk
    @Proves({"springbatch.launched", "springbatch.threads"})
    void what_a_job_publishes_on_whichever_thread_is_in_its_launchers_story(TestJvm jvm) {
        Outcome outcome = jvm.call(BATCHES + "launch");
        RecordedEvent ordered = outcome.event("ordered");
        RecordedStep delivering = outcome.endedStep("delivered");
        assertThat(delivering.name()).isEqualTo("deliver");
        assertThat(delivering.waited()).isNotNull();
        List<RecordedEvent> settled = outcome.events().stream()
                .filter(event -> List.of("threaded", "partition").contains(event.type()))
                .toList();
        assertThat(settled).extracting(RecordedEvent::type).contains("threaded", "partition");
        assertThat(settled)
                .filteredOn(event -> event.type().equals("partition"))
                .hasSize(2);
        assertThat(settled)
                .extracting(RecordedEvent::stepId)
                .containsOnly(settled.get(0).stepId());
        RecordedStep settling = outcome.endedStep(settled.get(0));
        assertThat(settling.name()).isEqualTo("settle");
        assertThat(settling.kind()).isEqualTo("job");
        assertThat(settling.attributes()).containsKey("execution");
        assertThat(settling.error()).isNull();
        assertThat(outcome.events())
                .allSatisfy(event -> assertThat(event.metadata()).containsEntry("actor", "anna"));
        for (RecordedStep each : List.of(settling, delivering)) {
            assertThat(each.correlationId()).isEqualTo(ordered.correlationId());
            assertThat(each.causationId()).isEqualTo(ordered.stepId());
        }
    }

    @EachJdk
    @Proves("springbatch.restarted")
    void a_job_that_fails_and_its_restart_are_siblings(TestJvm jvm) {
        Outcome outcome = jvm.call(BATCHES + "restart");
        RecordedStep failed = outcome.failedStep("ordered");
        assertThat(failed.name()).isEqualTo("charge");
        assertThat(failed.error()).isEqualTo(IllegalStateException.class.getName());
        RecordedStep second = outcome.endedStep("charged");
        assertThat(second.error()).isNull();
        assertThat(second.attributes().get("execution"))
                .isNotEqualTo(failed.attributes().get("execution"));
        assertThat(List.of(failed, second))
                .extracting(RecordedStep::causationId)
                .containsOnly(outcome.event("ordered").stepId());
    }

    @EachJdk
    @Proves("springbatch.scheduled")
    void a_job_that_a_timer_launches_is_in_a_story_of_its_own(TestJvm jvm) {
        Outcome outcome = jvm.call(BATCHES + "schedule");
        RecordedStep sweeping = outcome.endedStep("swept");
        assertThat(sweeping.name()).isEqualTo("sweep");
        assertThat(sweeping.correlationId()).isNotEqualTo(outcome.story("ordered"));
        assertThat(outcome.endedStep(sweeping.causationId(), sweeping.correlationId())
                        .kind())
                .isEqualTo("scheduled");
    }
}
