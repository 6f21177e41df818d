package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachCase;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = OffCases.class,
        more = DisruptorOffCases.class,
        properties = {
            "backstory.boundary.executor.enabled=false",
            "backstory.boundary.scheduled.enabled=false",
            "backstory.boundary.future.enabled=false",
            "backstory.boundary.forkjoin.enabled=false",
            "backstory.boundary.thread.enabled=false",
            "backstory.boundary.queue.enabled=false",
            "backstory.boundary.timer.enabled=false",
            "backstory.boundary.reactive.enabled=false",
            "backstory.boundary.netty.enabled=false",
            "backstory.boundary.vertx.enabled=false",
            "backstory.boundary.disruptor.enabled=false",
        },
        classPath = {
            "reactor-core",
            "rxjava-",
            "reactive-streams",
            "netty-",
            "vertx-core",
            "jackson-core-2",
            "disruptor"
        })
class SwitchedOffIT {

    @EachJdk(alone = true)
    @EachCase
    void a_boundary_that_is_switched_off_carries_nothing(TestJvm jvm, String what) {
        assertThat(jvm.call(what).returned()).isEmpty();
        jvm.assertNoContextLeft();
        assertThat(jvm.output())
                .contains(
                        "switched off: executor, scheduled, future, forkjoin, thread, queue, timer, reactive, netty, vertx, disruptor");
    }
}
