package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyApp.class,
        libraries = "jetty9",
        properties = {
            "it.shop=dev.backstory.it.servlet.JavaxShop",
            "it.jetty=org.eclipse.jetty.servlet",
            "it.websockets=org.eclipse.jetty.websocket.jsr356.server.deploy.WebSocketServerContainerInitializer"
        },
        listed = false)
class Jetty9IT extends ServletContract implements WebSocketContract, GatewayContract {

    @Override
    public boolean takesLambdas() {
        return false;
    }
}
