package dev.backstory.it.servlet;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = JettyApp.class,
        libraries = "jetty12-ee10",
        properties = {
            "it.shop=dev.backstory.it.servlet.JakartaShop",
            "it.jetty=org.eclipse.jetty.ee10.servlet",
            "it.websockets=org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer"
        })
class Jetty12Ee10IT extends ServletContract implements WebSocketContract, LambdaFilterContract, GatewayContract {

    /** Every build runs it beside OpenTelemetry's agent: this container stands for its kind. */
    @Override
    @EachJdk(besideOpenTelemetry = true)
    @Proves({"servlet.request", "servlet.route"})
    void a_request_is_one_story_that_its_response_names(TestJvm jvm) {
        super.a_request_is_one_story_that_its_response_names(jvm);
    }
}
