package dev.backstory.it.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.Outcome;
import dev.backstory.store.RecordedStep;

/** What holds for a job that was stored, fails at first and is tried again, whichever library runs it. */
final class StoredJob {

    private StoredJob() {}

    /** Both attempts, of which the second one published that it charged, belong to the story of who ordered. */
    static void assertContinues(Outcome ordering, Outcome ran, String name) {
        RecordedEvent ordered = ordering.event("ordered");
        RecordedStep second = ran.endedStep("charged");
        assertThat(second.correlationId()).isEqualTo(ordered.correlationId());
        assertThat(second.kind()).isEqualTo("job");
        assertThat(second.name()).isEqualTo(name);
        assertThat(second.externalCause()).isEqualTo(ordered.stepId());
        assertThat(second.waited()).isNotNull();
        assertThat(second.attributes()).containsEntry("attempt", "2");
        RecordedStep first = ran.failedStep("charged");
        assertThat(first.error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(first.attributes()).containsEntry("attempt", "1");
        assertThat(first.externalCause()).isEqualTo(ordered.stepId());
    }
}
