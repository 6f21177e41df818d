package dev.backstory.it.servlet;

import dev.backstory.it.clients.VertxClientContract;
import dev.backstory.it.harness.UnderAgent;

/** The newest Vert.x. */
@UnderAgent(
        value = VertxServerApp.class,
        classPath = {"vertx-", "netty-", "jackson-core-2"},
        properties = {"jdk.net.hosts.file=src/test/resources/stranger-hosts", "vertx.disableDnsResolver=true"},
        everyBuildOn = 17)
class Vertx5ServerIT extends VertxServerContract implements VertxClientContract {}
