package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = WebFluxApp.class,
        libraries = {"../spring-boot-4/target/shop", "../spring-boot-4/target/reactive"},
        properties = {"reactor.netty.ioWorkerCount=1", "server.forward-headers-strategy=native"},
        besideOthers = false,
        everyBuildOn = 25)
class ForwardedWebFluxIT implements ForwardedContract {

    @Override
    public String path() {
        return "/functional/pa55";
    }

    @Override
    public String label() {
        return "functional";
    }
}
