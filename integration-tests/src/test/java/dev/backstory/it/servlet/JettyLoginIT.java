package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyLoginApp.class,
        classPath = {"jetty-", "jakarta."})
class JettyLoginIT extends LoginContract {}
