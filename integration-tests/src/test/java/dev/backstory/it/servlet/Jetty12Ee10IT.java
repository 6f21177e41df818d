package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyApp.class,
        libraries = "jetty12-ee10",
        properties = {
            "it.shop=dev.backstory.it.servlet.JakartaShop",
            "it.jetty=org.eclipse.jetty.ee10.servlet",
            "it.websockets=org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer"
        },
        listed = false)
class Jetty12Ee10IT extends ServletContract implements WebSocketContract {}
