package dev.backstory.it.concurrency;

import dev.backstory.it.harness.UnderAgent;

/** The oldest Netty that is claimed to work. */
@UnderAgent(
        value = NettyCases.class,
        more = {NettyPromiseCases.class, NettyChannelCases.class},
        libraries = "netty-oldest",
        besideOthers = false,
        everyBuildOn = 17)
class NettyOldestIT extends CasesHold {}
