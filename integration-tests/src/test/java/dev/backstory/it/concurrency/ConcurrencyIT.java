package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachCase;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

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
        },
        classPath = {"guava-", "failureaccess-"},
        jvmArguments = "--enable-preview")
class ConcurrencyIT {

    @EachJdk(besideOpenTelemetry = true)
    @EachCase
    void holds(TestJvm jvm, String what) {
        assertThat(jvm.call(what).returned()).isEmpty();
        jvm.assertNoContextLeft();
    }
}
