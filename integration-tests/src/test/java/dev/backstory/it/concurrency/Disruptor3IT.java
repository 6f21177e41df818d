package dev.backstory.it.concurrency;

import dev.backstory.it.harness.UnderAgent;

/** The newest Disruptor 3. */
@UnderAgent(
        value = DisruptorCases.class,
        more = Disruptor3Cases.class,
        libraries = "disruptor3",
        besideOthers = false,
        everyBuildOn = 17)
class Disruptor3IT extends CasesHold {}
