package dev.backstory.it.concurrency;

import dev.backstory.it.harness.UnderAgent;

/** The newest Vert.x 4. */
@UnderAgent(value = VertxCases.class, libraries = "vertx4", besideOthers = false, everyBuildOn = 17)
class Vertx4IT extends CasesHold {}
