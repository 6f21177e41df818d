package dev.backstory.it.concurrency;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

/** Where the common pool has no second worker, futures start a thread for each task. */
@UnderAgent(value = EveryCase.class, properties = "java.util.concurrent.ForkJoinPool.common.parallelism=1")
class FutureOnOneCoreIT {

    @EachJdk(alone = true)
    @Proves("future.one-core")
    void a_thread_for_each_task_carries_its_story(TestJvm jvm) {
        EveryCase.assertHold(jvm, FutureCases.class);
    }
}
