package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat11",
        properties = "it.shop=dev.backstory.it.servlet.JakartaShop",
        besideOthers = false)
class Tomcat11IT extends ServletContract implements WebSocketContract {}
