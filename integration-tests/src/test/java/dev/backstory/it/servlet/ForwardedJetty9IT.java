package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyApp.class,
        libraries = "jetty9",
        properties = {
            "it.shop=dev.backstory.it.servlet.JavaxShop",
            "it.jetty=org.eclipse.jetty.servlet",
            "it.forwarded=true"
        },
        besideOthers = false,
        listed = false)
class ForwardedJetty9IT implements ForwardedContract {}
