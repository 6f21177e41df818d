package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

/** The newest Vert.x 4. */
@UnderAgent(value = VertxServerApp.class, libraries = "vertx4", besideOthers = false, everyBuildOn = 17)
class Vertx4ServerIT extends VertxServerContract {}
