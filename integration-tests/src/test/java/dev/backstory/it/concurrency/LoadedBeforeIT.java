package dev.backstory.it.concurrency;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

/** A class that is loaded gets no field any more: then contexts are kept beside its objects. */
@UnderAgent(
        value = EveryCase.class,
        classPath = {"guava-", "failureaccess-"},
        jvmArguments = "--enable-preview",
        loadedBefore = true)
class LoadedBeforeIT {

    /** Beside another agent that changes them too, because that is how they come to be loaded before. */
    @EachJdk
    @Proves("executor.loaded-before")
    void executors(TestJvm jvm) {
        EveryCase.assertHold(jvm, HandOverCases.class, OwnTaskCases.class, ExecutorCases.class, ReleaseCases.class);
    }

    @EachJdk(alone = true)
    @Proves("scheduled.loaded-before")
    void scheduled_executors(TestJvm jvm) {
        EveryCase.assertHold(jvm, ScheduledCases.class);
    }

    @EachJdk(alone = true)
    @Proves("future.loaded-before")
    void futures(TestJvm jvm) {
        EveryCase.assertHold(jvm, FutureCases.class, GuavaCases.class);
    }

    @EachJdk(alone = true)
    @Proves("forkjoin.loaded-before")
    void fork_join(TestJvm jvm) {
        EveryCase.assertHold(jvm, ForkJoinCases.class);
    }

    @EachJdk(alone = true)
    @Proves("thread.loaded-before")
    void threads(TestJvm jvm) {
        EveryCase.assertHold(jvm, ThreadCases.class, VirtualThreadCases.class);
    }

    @EachJdk(alone = true)
    @Proves("queue.loaded-before")
    void queues(TestJvm jvm) {
        EveryCase.assertHold(jvm, QueueCases.class, ElementCases.class);
    }

    @EachJdk(alone = true)
    @Proves("timer.loaded-before")
    void timers(TestJvm jvm) {
        EveryCase.assertHold(jvm, TimerCases.class);
    }
}
