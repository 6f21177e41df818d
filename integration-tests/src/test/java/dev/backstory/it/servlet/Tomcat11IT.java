package dev.backstory.it.servlet;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat11",
        properties = "it.shop=dev.backstory.it.servlet.JakartaShop")
class Tomcat11IT extends ServletContract implements WebSocketContract {

    /** Every build runs it beside OpenTelemetry's agent: this container stands for its kind. */
    @Override
    @EachJdk(besideOpenTelemetry = true)
    @Proves({"servlet.request", "servlet.route"})
    void a_request_is_one_story_that_its_response_names(TestJvm jvm) {
        super.a_request_is_one_story_that_its_response_names(jvm);
    }
}
