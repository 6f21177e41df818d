package dev.backstory.it.servlet;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = UndertowApp.class,
        libraries = "undertow2.3",
        properties = {"it.shop=dev.backstory.it.servlet.JakartaShop"})
class Undertow23IT extends ServletContract implements WebSocketContract, LambdaFilterContract, GatewayContract {

    /** Every build runs it beside OpenTelemetry's agent: this container stands for its kind. */
    @Override
    @EachJdk(besideOpenTelemetry = true)
    @Proves({"servlet.request", "servlet.route"})
    void a_request_is_one_story_that_its_response_names(TestJvm jvm) {
        super.a_request_is_one_story_that_its_response_names(jvm);
    }

    @Override
    boolean clearsHeadersOnException() {
        return true;
    }

    /** No test here: this container does not find a lambda again, with our agent or without. */
    @Override
    public void an_application_sees_its_own_lambda_and_can_remove_it(TestJvm jvm) {}
}
