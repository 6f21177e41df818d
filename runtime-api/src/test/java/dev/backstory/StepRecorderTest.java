package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.store.InMemoryEventStore;
import dev.backstory.store.RecordedStep;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepRecorderTest {

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final ClassLoader loader = new ClassLoader(null) {};

    private Step failed() {
        Step step = Step.of(Step.JOB, "Charge")
                .from(CausalContext.NONE)
                .application(loader)
                .start();
        step.fail("declined");
        step.end();
        return step;
    }

    private List<RecordedStep> recorded(Step step) {
        return store.reader().story(step.correlationId()).steps();
    }

    @Test
    void a_failed_step_that_published_nothing_is_recorded_with_its_parents() {
        try (EventPublisher publisher =
                EventPublisher.builder().store(store).application(loader).build()) {
            Step outer = Step.of(Step.REQUEST, "POST /orders")
                    .from(CausalContext.NONE)
                    .application(loader)
                    .start();
            Step inner = Step.of(Step.TASK, "mail").from(outer.context()).start();
            inner.fail("declined");
            inner.end();

            assertThat(recorded(inner)).extracting(RecordedStep::name).containsExactly("POST /orders", "mail");
            assertThat(recorded(inner).get(1).error()).isEqualTo("declined");
            assertThat(publisher.reader().findStory(inner.id())).isEqualTo(outer.correlationId());
        }
    }

    @Test
    void failures_are_recorded_at_a_bounded_rate() {
        StepRecorder recorder = StepRecorder.register(loader, store, 2);
        long now = System.nanoTime();

        assertThat(recorder.admit(now)).isTrue();
        assertThat(recorder.admit(now)).isTrue();
        assertThat(recorder.admit(now)).isFalse();
        assertThat(recorder.admit(now + 2_000_000_000L)).isTrue();
    }

    @Test
    void a_step_with_an_event_is_recorded_whatever_the_rate() {
        try (EventPublisher publisher = EventPublisher.builder()
                .store(store)
                .application(loader)
                .setting("backstory.failures.per-second", "0")
                .build()) {
            assertThat(recorded(failed())).isEmpty();

            Step step = Step.of(Step.JOB, "Charge").from(CausalContext.NONE).start();
            try (Scope scope = step.context().activate()) {
                publisher.publish(Event.of("Charged"));
            }
            step.fail("declined");
            step.end();
            assertThat(recorded(step)).singleElement().satisfies(it -> {
                assertThat(it.error()).isEqualTo("declined");
                assertThat(it.duration()).isNotNull();
            });
        }
    }

    @Test
    void a_closed_publisher_records_nothing_more() {
        EventPublisher.builder().store(store).application(loader).build().close();

        assertThat(recorded(failed())).isEmpty();
    }
}
