package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(ExecutorCases.class)
class ExecutorIT {

    @EachJdk
    @Proves("executor.drained-unseen")
    void a_task_that_was_taken_out_unseen_leaves_no_context_to_its_next_run(TestJvm jvm) {
        assertThat(jvm.call("drained_unseen").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.same-task-in-own-queue")
    void one_instance_waits_in_an_exposed_queue_for_several_stories(TestJvm jvm) {
        assertThat(jvm.call("same_task_twice_in_an_own_queue").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.removed-once")
    void removing_one_of_two_hand_overs_leaves_the_other_s(TestJvm jvm) {
        assertThat(jvm.call("removed_once_of_two").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.first-tasks")
    void one_instance_that_starts_fifty_workers_runs_in_fifty_stories(TestJvm jvm) {
        assertThat(jvm.call("first_tasks_of_new_workers").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.put-by-handler")
    void a_task_that_the_rejection_handler_queues_keeps_its_story(TestJvm jvm) {
        assertThat(jvm.call("put_by_the_rejection_handler").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.rejection-handlers")
    void rejection_handlers_run_tasks_in_their_story(TestJvm jvm) {
        assertThat(jvm.call("rejection_handlers").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.caller-runs-submits")
    void a_task_that_its_caller_ran_submits_again(TestJvm jvm) {
        assertThat(jvm.call("caller_runs_and_submits_again").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.hooks")
    void hooks_see_the_application_s_own_tasks(TestJvm jvm) {
        assertThat(jvm.call("hooks_see_the_application_s_own_tasks").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.priority-queue")
    void a_casting_comparator_sees_the_application_s_own_tasks(TestJvm jvm) {
        assertThat(jvm.call("comparable_tasks").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.worker-dies")
    void a_worker_that_died_leaves_nothing_to_its_replacement(TestJvm jvm) {
        assertThat(jvm.call("worker_dies").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.own-executors")
    void executors_of_the_application_carry(TestJvm jvm) {
        assertThat(jvm.call("own_executors").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }

    @EachJdk
    @Proves("executor.resubmits")
    void a_task_that_submits_itself_a_million_times_stays_in_its_story(TestJvm jvm) {
        assertThat(jvm.call("resubmits_itself").returned()).isEmpty();
        jvm.assertNoContextLeft();
    }
}
