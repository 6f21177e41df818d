package dev.backstory.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.Beside;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.util.List;
import java.util.regex.Pattern;

/** Other agents trace what the fuzz sends, by the OpenTelemetry API that all of them serve, while ours tells its stories. */
@UnderAgent(
        value = FuzzApp.class,
        libraries = "tomcat11",
        jvmArguments = FuzzApp.COMMON_POOL,
        classPath = {"opentelemetry-api", "opentelemetry-context", "opentelemetry-common"})
class TwoAgentsIT {

    private static final String SEED = System.getProperty("it.fuzz.seed");
    private static final int REQUESTS = 60;
    private static final Pattern COMPLAINT = Pattern.compile("\\b(ERROR|WARN)\\b|^Backstory.*");

    @EachJdk(besideAnyAgent = true)
    @Proves(value = "never.harms-another-agent", noting = "it.fuzz.seed")
    void each_request_has_its_story_and_its_trace_and_no_agent_complains(TestJvm jvm, Beside beside) {
        String[] words =
                jvm.call("run", SEED, Integer.toString(REQUESTS)).returned().split(" ", 3);
        List<String> complaints =
                jvm.output().lines().filter(COMPLAINT.asPredicate()).toList();
        assertThat(words[2])
                .as("fuzz with seed %s; complaints: %s; the JVM said: %.4000s", SEED, complaints, jvm.output())
                .isEmpty();
        assertThat(complaints).isEmpty();
        if (beside != Beside.NOTHING) {
            // Those that are not asynchronous from the start: what becomes of the others' traces is the other agent's
            // affair.
            String requests = " FROM backstory.event WHERE metadata ->> 'testCase' = '" + words[0]
                    + "' AND data ->> 'where' ~ '^request [0-9]+ > [A-Z_]+$'"
                    + " AND split_part(data ->> 'where', ' ', 2)::int % 3 <> 0";
            assertThat(TestJvm.database()
                            .queryOne("SELECT string_agg(data ->> 'where', ', ')" + requests
                                    + " AND correlation_id NOT IN (SELECT correlation_id" + requests
                                    + " AND trace_id IS NOT NULL)"))
                    .as("requests that the other agent did not trace")
                    .isNull();
        }
    }
}
