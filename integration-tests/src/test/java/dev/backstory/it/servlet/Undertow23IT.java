package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = UndertowApp.class,
        libraries = "undertow2.3",
        properties = {"it.shop=dev.backstory.it.servlet.JakartaShop"},
        listed = false)
class Undertow23IT extends ServletContract implements WebSocketContract {

    @Override
    boolean clearsHeadersOnException() {
        return true;
    }

    @Override
    public boolean removesLambdas() {
        return false;
    }
}
