package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

/** The newest Vert.x. */
@UnderAgent(
        value = VertxServerApp.class,
        classPath = {"vertx-core", "netty-", "jackson-core-2"},
        everyBuildOn = 17)
class Vertx5ServerIT extends VertxServerContract {}
