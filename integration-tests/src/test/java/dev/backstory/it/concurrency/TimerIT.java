package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(TimerCases.class)
class TimerIT {

    @EachJdk(besideOpenTelemetry = true)
    @Proves("timer.one-shot")
    void a_one_shot_task_runs_in_its_story(TestJvm jvm) {
        assertThat(jvm.call("one_shot").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("timer.made-in-request")
    void a_timer_made_in_a_story_does_not_belong_to_it(TestJvm jvm) {
        assertThat(jvm.call("made_in_a_story").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("timer.repeated")
    void each_run_of_a_repeated_task_is_a_story_that_names_where_it_was_scheduled(TestJvm jvm) {
        assertThat(jvm.call("repeated").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("timer.scheduled-twice")
    void a_task_that_is_refused_the_second_time_keeps_its_story(TestJvm jvm) {
        assertThat(jvm.call("scheduled_twice").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("timer.failing")
    void a_task_that_ends_its_timer_leaves_nothing_behind(TestJvm jvm) {
        assertThat(jvm.call("failing").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }
}
