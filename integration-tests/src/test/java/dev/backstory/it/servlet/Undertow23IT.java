package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = UndertowApp.class,
        libraries = "undertow2.3",
        properties = {"it.shop=dev.backstory.it.servlet.JakartaShop"},
        listed = false)
class Undertow23IT extends ServletContract {

    @Override
    boolean clearsHeadersOnException() {
        return true;
    }
}
