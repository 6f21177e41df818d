package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyApp.class,
        libraries = "jetty11",
        properties = {
            "it.shop=dev.backstory.it.servlet.JakartaShop",
            "it.jetty=org.eclipse.jetty.servlet",
            "it.websockets=org.eclipse.jetty.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer"
        },
        listed = false)
class Jetty11IT extends ServletContract implements WebSocketContract, LambdaFilterContract, GatewayContract {}
