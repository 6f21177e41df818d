package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(HopsApp.class)
class ConcurrencyIT {

    @EachJdk
    void every_executor_carries_each_task_and_is_clean_for_the_next(TestJvm jvm) {
        assertThat(jvm.call("executors").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void one_task_instance_from_two_stories_runs_once_in_each(TestJvm jvm) {
        assertThat(jvm.call("same_task_twice").returned()).isEmpty();
    }

    @EachJdk
    void a_pool_hands_out_the_application_s_own_tasks(TestJvm jvm) {
        assertThat(jvm.call("identity").returned()).isEmpty();
    }

    @EachJdk
    void a_rejected_or_failed_task_leaves_nothing_behind(TestJvm jvm) {
        assertThat(jvm.call("rejection_and_failure").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void each_periodic_run_is_a_story_that_names_where_it_was_scheduled(TestJvm jvm) {
        assertThat(jvm.call("periodic").returned()).isEmpty();
    }

    @EachJdk
    void a_stage_runs_in_the_story_that_registered_it_whoever_completes(TestJvm jvm) {
        assertThat(jvm.call("stages").returned()).isEmpty();
    }

    @EachJdk
    void parallel_streams_keep_their_story(TestJvm jvm) {
        assertThat(jvm.call("parallel_stream").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    void a_thread_belongs_to_the_story_that_started_it_unless_a_pool_made_it(TestJvm jvm) {
        assertThat(jvm.call("threads").returned()).isEmpty();
    }

    @EachJdk
    void a_worker_started_in_a_story_and_fed_by_a_hundred_others_sees_each_element_s_own(TestJvm jvm) {
        assertThat(jvm.call("queue_worker").returned()).isEmpty();
    }
}
