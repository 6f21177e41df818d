package dev.backstory.it.servlet;

import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = UndertowApp.class,
        libraries = "undertow2.2",
        properties = {"it.shop=dev.backstory.it.servlet.JavaxShop"},
        listed = false)
class Undertow22IT extends ServletContract implements WebSocketContract {

    @Override
    boolean clearsHeadersOnException() {
        return true;
    }

    /** No test here: this container does not find a lambda again, with our agent or without. */
    @Override
    public void an_application_sees_its_own_lambda_and_can_remove_it(TestJvm jvm) {}
}
