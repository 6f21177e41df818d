package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = WarsApp.class,
        libraries = "tomcat9",
        properties = {"it.host=dev.backstory.it.servlet.TomcatWarHost", "it.war=dev.backstory.it.servlet.JavaxWar"},
        besideOthers = false,
        listed = false,
        everyBuildOn = 17)
class Tomcat9WarIT extends WarContract {}
