package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstory.it.harness.EachCase;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.store.RecordedStep;

/** Each case says what was wrong with it, which is nothing, and leaves no context on any thread. */
@UnderAgent(
        value = HandOverCases.class,
        more = {
            OwnTaskCases.class,
            ExecutorCases.class,
            ScheduledCases.class,
            FutureCases.class,
            ForkJoinCases.class,
            ThreadCases.class,
            VirtualThreadCases.class,
            QueueCases.class,
            ElementCases.class,
            TimerCases.class,
            GuavaCases.class,
            ReleaseCases.class,
            ReactorCases.class,
            RxJavaCases.class,
            CoroutineCases.class,
            NettyCases.class,
            NettyPromiseCases.class,
            NettyChannelCases.class,
            DisruptorCases.class,
            Disruptor4Cases.class,
        },
        classPath = {
            "guava-",
            "failureaccess-",
            "reactor-core",
            "rxjava-",
            "reactive-streams",
            "kotlinx-coroutines",
            "kotlin-stdlib",
            "netty-common",
            "netty-transport",
            "netty-buffer",
            "netty-resolver",
            "disruptor"
        },
        jvmArguments = "--enable-preview")
class ConcurrencyIT {

    @EachJdk(besideOpenTelemetry = true)
    @EachCase
    void holds(TestJvm jvm, String what) {
        assertThat(jvm.call(what).returned()).isEmpty();
    }

    @EachJdk
    @Proves({"scheduled.cancelled", "scheduled.failing"})
    void a_periodic_task_that_is_cancelled_has_not_failed(TestJvm jvm) {
        assertOneRunFailed(jvm.call(ScheduledCases.class.getName() + "#end_in_each_way"));
    }

    @EachJdk(from = 25)
    @Proves({"scheduled.cancelled", "scheduled.fork-join"})
    void nor_has_one_of_a_fork_join_pool(TestJvm jvm) {
        assertOneRunFailed(jvm.call(ScheduledCases.class.getName() + "#end_in_each_way_in_a_fork_join_pool"));
    }

    private static void assertOneRunFailed(Outcome outcome) {
        assertThat(outcome.failuresOfScheduledRuns("scheduled", "fails"))
                .containsExactly(IllegalStateException.class.getName());
        assertThat(outcome.endedStep("fails").error()).isEqualTo(IllegalStateException.class.getName());
        RecordedStep cancelled = outcome.endedStep("cancels itself");
        assertThat(cancelled.error()).isNull();
        assertThat(cancelled.attributes()).containsEntry("status", "cancelled");
    }

    @EachJdk
    @Proves("executor.failing")
    void a_task_that_fails_has_the_applications_name(TestJvm jvm) {
        Outcome outcome = jvm.call(ExecutorCases.class.getName() + "#fail_in_each_form");
        await().untilAsserted(() -> assertThat(outcome.records("submits").steps())
                .filteredOn(step -> step.kind().equals("task"))
                .hasSize(5)
                .extracting(RecordedStep::name)
                .containsOnly("ExecutorCases$Charge"));
    }

    @EachJdk
    @Proves("timer.failing")
    void a_repeated_task_of_a_timer_says_what_ended_it(TestJvm jvm) {
        Outcome outcome = jvm.call(TimerCases.class.getName() + "#failing_in_its_second_run");
        assertThat(outcome.endedStep("fails").error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(outcome.failuresOfScheduledRuns("scheduled", "fails"))
                .containsExactly(IllegalStateException.class.getName());
    }
}
