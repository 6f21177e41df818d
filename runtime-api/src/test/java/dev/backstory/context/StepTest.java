package dev.backstory.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepTest {

    private static final class Recording implements StepSink {
        final List<Step> steps = new ArrayList<>();

        @Override
        public void record(Step step) {
            steps.add(step);
        }
    }

    private final Recording sink = new Recording();
    private final int handle = StepSinks.register(StepTest.class.getClassLoader(), sink);

    @AfterEach
    void forget() {
        StepSinks.unregister(handle);
    }

    private static Step.Builder job() {
        return Step.of(Step.JOB, "Charge");
    }

    private static Step.Builder here() {
        return job().application(StepTest.class.getClassLoader());
    }

    @Test
    void an_origin_begins_a_story() {
        Step origin = job().start();
        assertThat(origin.parent()).isNull();
        assertThat(origin.causationId()).isNull();
        assertThat(origin.correlationId()).isNotEqualTo(job().start().correlationId());
        assertThat(origin.durationNanos()).isNegative();
    }

    @Test
    void a_step_inside_another_is_its_consequence() {
        Step outer = job().traceId("t1").start();
        Step inner;
        try (Scope scope = outer.context().with("tenant", "x").activate()) {
            inner = job().start();
        }
        assertThat(inner.parent()).isSameAs(outer);
        assertThat(inner.causationId()).isEqualTo(outer.id());
        assertThat(inner.correlationId()).isEqualTo(outer.correlationId());
        assertThat(inner.traceId()).isEqualTo("t1");
        assertThat(inner.context().metadata()).containsEntry("tenant", "x");
        assertThat(inner.context().causationId()).isEqualTo(inner.id());
    }

    @Test
    void an_event_that_was_being_handled_is_the_cause_of_a_step() {
        Step step =
                job().from(CausalContext.NONE.handling("event-1", "story-1")).start();
        assertThat(step.causationId()).isEqualTo("event-1");
        assertThat(step.correlationId()).isEqualTo("story-1");
        assertThat(step.context().causationId()).isEqualTo(step.id());
    }

    @Test
    void an_accepted_story_wins_over_the_context() {
        Step outer = job().start();
        assertThat(job().from(outer.context()).correlationId("theirs").start().correlationId())
                .isEqualTo("theirs");
    }

    @Test
    void what_leads_to_nothing_is_not_recorded() {
        here().start().end();
        assertThat(sink.steps).isEmpty();
    }

    @Test
    void a_failed_step_is_recorded_and_the_first_reason_counts() {
        Step step = here().start();
        step.fail(new IllegalStateException("first"));
        step.fail("second");
        step.end();
        assertThat(sink.steps).containsExactly(step);
        assertThat(step.error()).isEqualTo(IllegalStateException.class.getName());
    }

    @Test
    void a_failed_step_goes_where_its_parent_goes() {
        Step outer = here().start();
        Step inner = job().from(outer.context()).start();
        inner.fail("broken");
        inner.end();
        assertThat(sink.steps).containsExactly(inner);
    }

    @Test
    void a_claimed_step_is_recorded_once_when_it_ends() {
        Step step = job().start();
        step.claim(handle);
        step.claim(handle);
        step.end();
        long duration = step.durationNanos();
        step.end();
        assertThat(sink.steps).containsExactly(step);
        assertThat(step.hasEnded()).isTrue();
        assertThat(step.durationNanos()).isEqualTo(duration).isNotNegative();
    }

    @Test
    void each_sink_is_remembered_by_itself() {
        Step step = job().start();
        step.recorded(handle);
        assertThat(step.isRecorded(handle)).isTrue();
        assertThat(step.isRecorded(handle + 1)).isFalse();
        assertThat(step.isClaimed(handle)).isFalse();
        step.claim(handle);
        assertThat(step.isClaimed(handle)).isTrue();
    }

    @Test
    void a_chain_of_recorded_steps_does_not_grow_for_ever() {
        Step first = job().start();
        Step second = job().from(first.context()).start();
        first.recorded(handle);
        assertThat(second.parent()).isSameAs(first);
        Step third = job().from(second.context()).start();
        assertThat(second.parent()).as("not recorded itself").isSameAs(first);
        second.recorded(handle);
        job().from(second.context()).start();
        assertThat(second.parent()).isNull();
        assertThat(second.causationId()).isEqualTo(first.id());
        assertThat(third.parent()).isSameAs(second);
    }

    @Test
    void what_is_said_while_it_runs_is_kept() {
        Step step = job().attribute("method", "POST").start();
        step.attribute("status", "201");
        step.rename("POST /orders");
        assertThat(step.attributes()).containsEntry("method", "POST").containsEntry("status", "201");
        assertThat(step.name()).isEqualTo("POST /orders");
    }

    @Test
    void the_step_in_which_a_run_was_scheduled_is_recorded_with_it_and_only_then() {
        Step scheduling = here().start();
        Step idle = job().from(CausalContext.NONE).scheduledIn(scheduling).start();
        idle.end();
        assertThat(sink.steps).isEmpty();
        Step run = job().from(CausalContext.NONE).scheduledIn(scheduling).start();
        run.claim(handle);
        assertThat(sink.steps).containsExactly(scheduling);
        assertThat(run.scheduledBy()).isEqualTo(scheduling.id());
        assertThat(run.correlationId()).isNotEqualTo(scheduling.correlationId());
    }

    @Test
    void runs_that_schedule_their_successors_do_not_stay_for_ever() {
        Step last = here().start();
        WeakReference<Step> forgotten = new WeakReference<>(last);
        for (int i = 0; i < 100_000; i++) {
            last = job().from(CausalContext.NONE).scheduledIn(last).start();
        }
        await().untilAsserted(() -> {
            System.gc();
            assertThat(forgotten.get()).isNull();
        });
        last.claim(handle);
        assertThat(sink.steps).extracting(Step::id).containsExactly(last.scheduledBy());
    }

    @Test
    void runs_that_start_their_successors_do_not_stay_for_ever_either() {
        Step last = job().start();
        WeakReference<Step> forgotten = new WeakReference<>(last);
        for (int i = 0; i < 100_000; i++) {
            last = job().from(last.context()).start();
        }
        await().untilAsserted(() -> {
            System.gc();
            assertThat(forgotten.get()).isNull();
        });
        assertThat(last.parent()).isNotNull();
    }
}
