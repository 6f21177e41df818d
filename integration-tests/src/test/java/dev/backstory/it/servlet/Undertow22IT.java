package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = UndertowApp.class,
        libraries = "undertow2.2",
        properties = {"it.shop=dev.backstory.it.servlet.JavaxShop"},
        listed = false)
class Undertow22IT extends ServletContract {

    @Override
    boolean clearsHeadersOnException() {
        return true;
    }
}
