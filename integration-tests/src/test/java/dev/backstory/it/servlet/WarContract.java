package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstory.it.CausesResolve;
import dev.backstory.it.PostgresServer;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.time.Duration;
import java.util.List;

/** What holds in every container for web applications with a runtime API and a store each. */
abstract class WarContract {

    /** One that stays is one too many, however often it was tried. */
    private static final int TIMES = Boolean.getBoolean("it.matrix") ? 20 : 3;

    private static final String TYPES = "SELECT string_agg(type, ', ' ORDER BY position) FROM backstory.event";
    private static final String STORIES = "SELECT count(DISTINCT correlation_id)::text FROM backstory.event";
    private static final String EVENTS = "SELECT count(*)::text FROM backstory.event";
    private static final String FAILED =
            "SELECT string_agg(DISTINCT name, ', ') FROM backstory.step_observation WHERE error IS NOT NULL";

    @EachJdk
    @Proves("servlet.wars")
    void what_an_application_publishes_goes_to_its_own_store(TestJvm jvm) {
        PostgresServer.Database one = PostgresServer.newDatabase("war");
        PostgresServer.Database two = PostgresServer.newDatabase("war");
        String port = deploy(jvm, "/one", one);
        deploy(jvm, "/two", two);
        Http.get(port, "/one/");
        Http.get(port, "/two/");
        for (PostgresServer.Database each : List.of(one, two)) {
            assertThat(each.queryOne(TYPES)).isEqualTo("direct, by a pool of all, by a timer, out of a queue, written");
            assertThat(each.queryOne(STORIES)).isEqualTo("1");
        }
        assertThat(Http.get(port, "/two/?fail=yes").statusCode()).isEqualTo(500);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(two.queryOne(FAILED)).isEqualTo("GET /two/"));
        assertThat(one.queryOne(FAILED)).isNull();
        Http.get(port, "/one/?repeat=yes");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(one.queryOne(FAILED)).endsWith("War$Chore"));
        assertThat(two.queryOne(FAILED)).isEqualTo("GET /two/");
        jvm.assertNoContextLeft();
        jvm.call("undeploy", "/one");
        jvm.call("undeploy", "/two");
        CausesResolve.in(one);
        CausesResolve.in(two);
    }

    @EachJdk
    @Proves("servlet.redeploy")
    void an_application_that_was_undeployed_again_and_again_leaves_no_loader(TestJvm jvm) {
        PostgresServer.Database store = PostgresServer.newDatabase("war");
        for (int i = 0; i < TIMES; i++) {
            visit(jvm, store);
            jvm.call("undeploy", "/again");
        }
        visit(jvm, store);
        assertThat(jvm.call("left", "1").returned()).isEqualTo("0");
        jvm.call("undeploy", "/again");
        assertThat(store.queryOne(EVENTS)).isEqualTo(Integer.toString(6 * (TIMES + 1)));
    }

    private static void visit(TestJvm jvm, PostgresServer.Database store) {
        String port = deploy(jvm, "/again", store);
        assertThat(Http.get(port, "/again/").statusCode()).isEqualTo(200);
    }

    private static String deploy(TestJvm jvm, String path, PostgresServer.Database store) {
        return jvm.call("deploy", path, store.url(), store.user(), store.password())
                .returned();
    }
}
