package dev.backstory.it.concurrency;

import dev.backstory.it.harness.UnderAgent;

/** The newest Netty 4.1. */
@UnderAgent(
        value = NettyCases.class,
        more = {NettyPromiseCases.class, NettyChannelCases.class},
        libraries = "vertx4",
        besideOthers = false,
        everyBuildOn = 17)
class Netty41IT extends CasesHold {}
