package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = UndertowApp.class,
        libraries = "undertow2.3",
        properties = {"it.shop=dev.backstory.it.servlet.JakartaShop", "it.websockets=none", "it.forwarded=true"},
        besideOthers = false)
class ForwardedUndertowIT implements ForwardedContract {}
