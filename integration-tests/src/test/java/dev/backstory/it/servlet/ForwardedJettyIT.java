package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyApp.class,
        libraries = "jetty12-ee10",
        properties = {
            "it.shop=dev.backstory.it.servlet.JakartaShop",
            "it.jetty=org.eclipse.jetty.ee10.servlet",
            "it.forwarded=true"
        },
        besideOthers = false)
class ForwardedJettyIT implements ForwardedContract {}
