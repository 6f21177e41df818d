package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat9",
        properties = "it.shop=dev.backstory.it.servlet.JavaxShop",
        listed = false)
class Tomcat9IT extends ServletContract implements WebSocketContract {}
