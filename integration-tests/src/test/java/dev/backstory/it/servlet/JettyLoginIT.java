package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyLoginApp.class,
        classPath = {"jetty-", "jakarta."},
        besideOthers = false)
class JettyLoginIT extends LoginContract {}
