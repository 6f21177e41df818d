package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyApp.class,
        libraries = "jetty12-ee10",
        properties = {"it.shop=dev.backstory.it.servlet.CrossoverShop", "it.jetty=org.eclipse.jetty.ee10.servlet"},
        besideOthers = false,
        everyBuildOn = 25)
class JettyCrossoverIT extends CrossoverContract {}
