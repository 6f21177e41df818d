package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;

class TaskPairsTest {

    private final TaskPairs pairs = new TaskPairs(new SynchronousQueue<>());

    @SuppressWarnings("UnnecessaryLambda") // one instance is what this is about
    private final Runnable task = () -> {};

    private final CausalContext one = story();
    private final CausalContext two = story();

    @Test
    void a_hand_over_that_failed_is_taken_back() {
        pairs.add(task, one);
        pairs.add(task, two);
        pairs.takeBack(task, one);
        assertThat(pairs.take(task)).isSameAs(two);
        assertThat(pairs.take(task)).isNull();
    }

    @Test
    void one_whose_context_another_run_has_taken_shifts_no_later_run() {
        pairs.add(task, one);
        pairs.add(task, two);
        assertThat(pairs.take(task)).isSameAs(one);
        pairs.takeBack(task, one);
        pairs.add(task, one);
        assertThat(pairs.take(task)).isSameAs(one);
    }

    @Test
    void one_without_a_story_is_noted_only_beside_another() {
        assertThat(pairs.add(task, CausalContext.NONE)).isFalse();
        assertThat(pairs.add(task, one)).isTrue();
        assertThat(pairs.add(task, CausalContext.NONE)).isTrue();
    }

    private static CausalContext story() {
        return Step.of(Step.REQUEST, "GET /").from(CausalContext.NONE).start().context();
    }
}
