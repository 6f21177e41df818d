package dev.backstory.it.servlet;

import dev.backstory.it.clients.WebClientContract;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.it.spring.WebFluxLoginContract;

@UnderAgent(
        value = WebFluxApp.class,
        libraries = {"../spring-boot-3/target/shop", "../spring-boot-3/target/reactive"},
        properties = {"jdk.net.hosts.file=src/test/resources/stranger-hosts", "reactor.netty.ioWorkerCount=1"},
        besideOthers = false,
        everyBuildOn = 17)
class WebFlux3IT extends WebFluxContract implements WebClientContract, WebFluxLoginContract {}
