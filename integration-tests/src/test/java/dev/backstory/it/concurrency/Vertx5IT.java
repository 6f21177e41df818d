package dev.backstory.it.concurrency;

import dev.backstory.it.harness.UnderAgent;

/** The newest Vert.x. */
@UnderAgent(
        value = VertxCases.class,
        classPath = {"vertx-core", "netty-", "jackson-core-2"},
        besideOthers = false,
        everyBuildOn = 17)
class Vertx5IT extends CasesHold {}
