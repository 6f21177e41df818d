package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = WarsApp.class,
        classPath = {"jetty-", "jakarta.", "asm"},
        properties = {"it.host=dev.backstory.it.servlet.JettyWarHost", "it.war=dev.backstory.it.servlet.JakartaWar"},
        besideOthers = false,
        everyBuildOn = 25)
class JettyWarIT extends WarContract {}
