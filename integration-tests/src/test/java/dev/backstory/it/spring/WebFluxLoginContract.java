package dev.backstory.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What holds for those who log in with Spring Security's reactive filters, where one event loop serves everybody. */
public interface WebFluxLoginContract {

    @EachJdk(alone = true)
    @Proves("webflux.form-login")
    default void whoever_logs_in_by_form_is_the_actor_from_that_moment_on(TestJvm jvm) {
        Browser browser = new Browser(jvm.call("port").returned());
        for (String user : List.of("alice", "bob")) {
            Outcome login = jvm.call("port");
            browser.logIn(user);
            assertThat(actor(login, "logged in")).isEqualTo(user);
            assertThat(actor(login, "after that")).isEqualTo(user);
            assertThat(login.endedStep("logged in").attributes()).containsEntry("actor", user);

            Outcome visit = jvm.call("port");
            browser.get("/members/paper");
            assertThat(actor(visit, "before")).isNull();
            for (String label : List.of("controller", "on another thread", "after")) {
                assertThat(actor(visit, label)).as(label).isEqualTo(user);
            }
            assertThat(visit.endedStep("controller").attributes()).containsEntry("actor", user);
        }
    }

    @EachJdk(alone = true)
    @Proves("webflux.bearer-token")
    default void whoever_bears_a_token_or_a_password_is_the_actor_of_that_request_only(TestJvm jvm) {
        Browser browser = new Browser(jvm.call("port").returned());
        for (String user : List.of("alice", "bob", "alice")) {
            assertNames(jvm, browser.bearing(user), user);
            assertThat(free(jvm, browser.bearing(null))).isNull();
        }
        assertNames(jvm, browser.withPasswordOf("bob"), "bob");
    }

    private static void assertNames(TestJvm jvm, Browser browser, String user) {
        Outcome outcome = jvm.call("port");
        browser.get("/members/paper");
        assertThat(actor(outcome, "on another thread")).isEqualTo(user);
        assertThat(outcome.endedStep("controller").attributes()).containsEntry("actor", user);
    }

    private static @Nullable String free(TestJvm jvm, Browser browser) {
        Outcome outcome = jvm.call("port");
        assertThat(browser.get("/members/free/paper").statusCode()).isEqualTo(200);
        assertThat(outcome.endedStep("free").attributes().get("actor")).isEqualTo(actor(outcome, "free"));
        return actor(outcome, "free");
    }

    @EachJdk(alone = true)
    @Proves("webflux.principal")
    default void nobody_is_asked_where_everybody_may_in_until_the_application_asks(TestJvm jvm) {
        Browser browser = new Browser(jvm.call("port").returned());
        browser.logIn("alice");
        assertThat(free(jvm, browser)).isNull();
        Outcome outcome = jvm.call("port");
        assertThat(browser.get("/members/free/asks").body()).isEqualTo("alice");
        assertThat(actor(outcome, "asked")).isEqualTo("alice");
    }

    @EachJdk(alone = true)
    @Proves("webflux.outlives")
    default void work_that_outlives_its_request_keeps_its_actor(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        Browser browser = new Browser(outcome.returned());
        browser.bearing("alice").get("/members/later");
        browser.bearing("bob").get("/members/release");
        assertThat(actor(outcome, "work")).isEqualTo("alice");
    }

    @EachJdk(alone = true)
    @Proves("webflux.users-interleaved")
    default void requests_on_one_event_loop_name_their_own_users_only(TestJvm jvm) throws Exception {
        String port = jvm.call("port").returned();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> seen = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String user = "user-" + i;
                seen.add(clients.submit(() ->
                        new Browser(port).bearing(user).get("/members/who").body()));
            }
            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i).get()).isEqualTo("user-" + i);
            }
        } finally {
            clients.shutdown();
        }
    }

    private static @Nullable String actor(Outcome outcome, String label) {
        return outcome.event(label).metadata().get("actor");
    }
}
