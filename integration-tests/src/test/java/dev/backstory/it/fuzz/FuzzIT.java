package dev.backstory.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

/** {@code -Dit.fuzz.seed} and {@code -Dit.fuzz.requests} replay a failure, or run longer. */
@UnderAgent(
        value = FuzzApp.class,
        libraries = "tomcat11",
        // It is about ids: a worker that a busy disk makes fail would leave the work of others undone.
        properties = "backstory.store.wait=60s",
        jvmArguments = {"-XX:+UseParallelGC", "-Xmx96m", FuzzApp.COMMON_POOL})
class FuzzIT {

    private static final String SEED = System.getProperty("it.fuzz.seed");
    private static final String REQUESTS = System.getProperty("it.fuzz.requests");

    @EachJdk(besideOpenTelemetry = true)
    @Proves(value = "never.wrong", noting = "it.fuzz.seed")
    void no_node_of_a_random_graph_of_hops_carries_a_wrong_id_and_none_is_lost(TestJvm jvm) {
        String[] words = jvm.call("run", SEED, REQUESTS).returned().split(" ", 3);
        assertThat(words[2]).as("seed " + SEED + ", requests " + REQUESTS).isEmpty();
        String events = " FROM backstory.event WHERE metadata ->> 'testCase' = '" + words[0] + "'";
        assertThat(TestJvm.database().queryOne("SELECT count(*)" + events)).isEqualTo(words[1]);
        assertThat(TestJvm.database()
                        .queryOne("SELECT count(*)" + events + " AND correlation_id <> metadata ->> 'expected'"))
                .isEqualTo("0");
    }
}
