package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(value = CrossoverApp.class, libraries = "tomcat11")
class CrossoverIT extends CrossoverContract {}
