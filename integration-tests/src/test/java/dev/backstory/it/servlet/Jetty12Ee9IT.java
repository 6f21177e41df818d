package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyApp.class,
        libraries = "jetty12-ee9",
        properties = {"it.shop=dev.backstory.it.servlet.JakartaShop", "it.jetty=org.eclipse.jetty.ee9.servlet"},
        besideOthers = false,
        listed = false,
        everyBuildOn = 25)
class Jetty12Ee9IT extends ServletContract {}
