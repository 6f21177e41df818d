package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat10",
        properties = {"it.shop=dev.backstory.it.servlet.JakartaShop"},
        listed = false)
class Tomcat10IT extends ServletContract {}
