package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = UndertowApp.class,
        libraries = "undertow2.3",
        properties = {"it.shop=dev.backstory.it.servlet.CrossoverShop", "it.websockets=none"},
        besideOthers = false,
        everyBuildOn = 17)
class UndertowCrossoverIT extends CrossoverContract {}
