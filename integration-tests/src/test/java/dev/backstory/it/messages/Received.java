package dev.backstory.it.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.Outcome;
import dev.backstory.store.RecordedStep;

/** What holds for a message that was received, whichever broker brought it. */
final class Received {

    private Received() {}

    /** Each of those events was published in a delivery that continues the story of the same event on the other side. */
    static void assertContinues(Outcome sent, Outcome received, String destination, String... labels) {
        for (String each : labels) {
            assertContinues(received, received.event(each), sent.event(each), destination);
        }
    }

    static void assertContinues(Outcome outcome, RecordedEvent received, RecordedEvent sent, String destination) {
        RecordedStep step = outcome.endedStep(received);
        assertThat(step.correlationId()).as(received.toString()).isEqualTo(sent.correlationId());
        assertThat(step.kind()).isEqualTo("message");
        assertThat(step.name()).isEqualTo(destination);
        assertThat(step.externalCause()).isEqualTo(sent.stepId());
        assertThat(step.attributes()).containsEntry("destination", destination);
    }
}
