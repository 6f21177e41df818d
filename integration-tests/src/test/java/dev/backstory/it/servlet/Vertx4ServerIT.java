package dev.backstory.it.servlet;

import dev.backstory.it.clients.VertxClientContract;
import dev.backstory.it.harness.UnderAgent;

/** The newest Vert.x 4. */
@UnderAgent(
        value = VertxServerApp.class,
        libraries = "vertx4",
        properties = {"jdk.net.hosts.file=src/test/resources/stranger-hosts", "vertx.disableDnsResolver=true"},
        besideOthers = false,
        everyBuildOn = 17)
class Vertx4ServerIT extends VertxServerContract implements VertxClientContract {}
