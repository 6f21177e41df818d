package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyApp.class,
        libraries = "jetty12-ee8",
        properties = {"it.shop=dev.backstory.it.servlet.JavaxShop", "it.jetty=org.eclipse.jetty.ee8.servlet"},
        listed = false)
class Jetty12Ee8IT extends ServletContract {}
