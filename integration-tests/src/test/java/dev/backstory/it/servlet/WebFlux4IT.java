package dev.backstory.it.servlet;

import dev.backstory.it.clients.WebClientContract;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.it.spring.WebFluxLoginContract;

@UnderAgent(
        value = WebFluxApp.class,
        libraries = {"../spring-boot-4/target/shop", "../spring-boot-4/target/reactive"},
        properties = {"jdk.net.hosts.file=src/test/resources/stranger-hosts", "reactor.netty.ioWorkerCount=1"},
        everyBuildOn = 25)
class WebFlux4IT extends WebFluxContract implements WebClientContract, WebFluxLoginContract, GatewayContract {

    @Override
    public String path() {
        return "/functional/pa55";
    }

    @Override
    public String label() {
        return "functional";
    }

    /** Every build runs it beside OpenTelemetry's agent: this generation stands for both. */
    @Override
    @EachJdk(besideOpenTelemetry = true)
    @Proves({"webflux.request", "webflux.threads"})
    void a_request_is_a_step_from_its_first_filter_on_whichever_threads_it_runs_on(TestJvm jvm) {
        super.a_request_is_a_step_from_its_first_filter_on_whichever_threads_it_runs_on(jvm);
    }
}
