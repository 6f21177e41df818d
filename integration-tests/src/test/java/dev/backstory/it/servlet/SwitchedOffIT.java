package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.clients.VertxClientContract;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = TomcatApp.class,
        libraries = "tomcat11",
        classPath = {"vertx-", "netty-", "jackson-core-2"},
        properties = {
            "it.shop=dev.backstory.it.servlet.JakartaShop",
            "backstory.boundary.servlet.enabled=false",
            "backstory.boundary.websocket.enabled=false",
            "backstory.boundary.httpserver.enabled=false",
            "backstory.boundary.vertx.enabled=false",
            "backstory.boundary.httpclient.enabled=false"
        },
        besideOthers = false)
class SwitchedOffIT {

    @EachJdk
    @Proves("servlet.off")
    void without_the_boundary_requests_begin_nothing_and_responses_are_as_they_were(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        AnyServer.beginsNothing(outcome, "/plain", 3);
        assertThat(jvm.output()).contains("switched off: servlet, websocket, httpserver, vertx, httpclient");
    }

    @EachJdk
    @Proves("httpserver.off")
    void without_the_boundary_the_jdks_server_begins_nothing(TestJvm jvm) {
        AnyServer.beginsNothing(jvm.call(JdkServerApp.class.getName() + "#port"), "/plain", 3);
    }

    @EachJdk
    @Proves("vertx.server-off")
    void without_the_boundary_vertx_begins_nothing(TestJvm jvm) {
        AnyServer.beginsNothing(jvm.call(VertxServerApp.class.getName() + "#port"), "/plain/a", 2);
    }

    @EachJdk
    @Proves("httpclient.vertx-off")
    void without_the_boundary_vertx_client_tells_nothing(TestJvm jvm) {
        Outcome called = jvm.call(VertxServerApp.class.getName() + "#port");
        VertxClientContract.CLIENTS.tell_nothing(jvm, "http://localhost:" + called.returned() + "/called");
    }

    @EachJdk
    @Proves("websocket.off")
    void without_the_boundary_a_message_begins_nothing_and_is_answered_as_it_was(TestJvm jvm)
            throws InterruptedException {
        Outcome outcome = jvm.call("port");
        try (Talk talk = new Talk(outcome.returned(), "/chat/1")) {
            talk.hears("welcome").say("a").hears("a");
        }
        assertThat(outcome.event("message a").stepId()).isNull();
        assertThat(outcome.story("message a")).isNotEqualTo(outcome.story("opened"));
    }
}
