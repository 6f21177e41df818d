package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(value = TomcatLoginApp.class, libraries = "tomcat11")
class TomcatLoginIT extends LoginContract {}
