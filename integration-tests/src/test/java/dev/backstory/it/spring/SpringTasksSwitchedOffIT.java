package dev.backstory.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.util.List;

@UnderAgent(
        value = SpringTasksApp.class,
        libraries = "../spring-boot-4/target/shop",
        properties = {
            "backstory.boundary.springtasks.enabled=false",
            "backstory.boundary.scheduled.enabled=false",
            "backstory.boundary.springevents.enabled=false",
            "backstory.boundary.springbatch.enabled=false",
            "backstory.capture.spring-events=dev.backstory.it.springtasks.Chosen$*"
        },
        everyBuildOn = 17)
class SpringTasksSwitchedOffIT {

    @EachJdk(alone = true)
    @Proves("springtasks.off")
    void scheduled_methods_are_no_jobs(TestJvm jvm) {
        jvm.call("start");
        Outcome outcome = jvm.call("tick");
        List<RecordedEvent> events = outcome.events(5);
        jvm.call("rest");
        assertThat(events).extracting(RecordedEvent::stepId).containsOnlyNulls();
    }

    @EachJdk(alone = true)
    @Proves("springbatch.off")
    void executions_of_batch_jobs_are_no_steps(TestJvm jvm) {
        jvm.call("start");
        Outcome outcome = jvm.call("dev.backstory.it.springtasks.Batches#restart");
        assertThat(outcome.event("charged").stepId())
                .isEqualTo(outcome.event("ordered").stepId());
    }

    @EachJdk(alone = true)
    @Proves("springevents.off")
    void events_of_spring_are_not_published(TestJvm jvm) {
        jvm.call("start");
        Outcome outcome = jvm.call("ship");
        assertThat(outcome.event("after commit").causationId())
                .isEqualTo(outcome.event("ordered").stepId());
        assertThat(outcome.events()).extracting(RecordedEvent::type).doesNotContain("ParcelShipped");
    }
}
