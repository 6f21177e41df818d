package dev.backstory.it.concurrency;

import dev.backstory.it.harness.UnderAgent;

/** Streams, coroutines, event loops and rings of libraries. */
@UnderAgent(
        value = ReactorCases.class,
        more = {
            RxJavaCases.class,
            CoroutineCases.class,
            NettyCases.class,
            NettyPromiseCases.class,
            NettyChannelCases.class,
            DisruptorCases.class,
            Disruptor4Cases.class
        },
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
class ReactiveIT extends CasesHold {}
