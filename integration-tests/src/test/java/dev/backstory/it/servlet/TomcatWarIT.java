package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = WarsApp.class,
        libraries = "tomcat11",
        properties = {"it.host=dev.backstory.it.servlet.TomcatWarHost", "it.war=dev.backstory.it.servlet.JakartaWar"},
        besideOthers = false)
class TomcatWarIT extends WarContract {}
