package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachCase;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

/**
 * Streams, coroutines, event loops and rings of libraries; each case says what was wrong with it, which is nothing, and leaves no context
 * on any thread.
 */
@UnderAgent(
        value = ReactorCases.class,
        more = {RxJavaCases.class, CoroutineCases.class, NettyCases.class, DisruptorCases.class},
        classPath = {
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
        })
class ReactiveIT {

    @EachJdk
    @EachCase
    void holds(TestJvm jvm, String what) {
        assertThat(jvm.call(what).returned()).isEmpty();
        jvm.assertNoContextLeft();
    }
}
