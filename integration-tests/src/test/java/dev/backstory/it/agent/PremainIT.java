package dev.backstory.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** What premain loads is loaded for the whole JVM, before the application could configure or replace it. */
class PremainIT {

    @EachJdk
    void the_start_touches_nothing_that_the_application_wants_to_be_first_at(Jdk jdk, @TempDir Path directory)
            throws IOException {
        Path log = directory.resolve("classes.log");
        TestJvm jvm = TestJvm.of(App.class)
                .on(jdk)
                .argument("-Xlog:class+load:file=" + log)
                .start();
        jvm.close();
        List<String> loaded = Files.readAllLines(log).stream()
                .map(line -> line.replaceFirst("^(\\[[^]]*])+ *", "").replaceFirst(" .*", ""))
                .takeWhile(name -> !name.startsWith("dev.backstory.it."))
                .collect(Collectors.toList());
        assertThat(loaded).contains("dev.backstory.agent.BackstoryAgent").noneMatch(PremainIT::belongsToTheApplication);
    }

    @EachJdk(alone = true)
    @Proves("never.agent-twice")
    void an_agent_that_is_named_twice_starts_once(Jdk jdk) {
        String jar = System.getProperty("it.agent");
        TestJvm jvm = TestJvm.of(App.class).on(jdk).otherAgent(jar).start();
        try (jvm) {
            Outcome outcome = jvm.call("hops");
            assertThat(outcome.story("second"))
                    .isEqualTo(outcome.story("first"))
                    .isEqualTo(outcome.story("step"));
            jvm.assertNoContextLeft();
        }
        assertThat(jvm.output()).containsOnlyOnce("agent carries context over").containsOnlyOnce("named twice");
    }

    private static boolean belongsToTheApplication(String name) {
        return name.startsWith("java.util.logging.")
                || name.startsWith("java.lang.management.")
                || name.startsWith("javax.management.")
                || name.startsWith("org.slf4j.")
                || name.startsWith("net.bytebuddy.")
                || List.of(
                                "java.util.concurrent.FutureTask",
                                "java.util.concurrent.ForkJoinTask",
                                "java.util.concurrent.ForkJoinPool",
                                "java.util.concurrent.CompletableFuture",
                                "java.util.concurrent.ThreadPoolExecutor",
                                "java.util.TimerTask")
                        .contains(name);
    }

    static final class App {
        private App() {}

        static void hops() throws Exception {
            ExecutorService pool = Executors.newFixedThreadPool(1);
            Case.inStep("hops", () -> {
                Case.publish("step");
                pool.execute(() -> Case.publish("first"));
                pool.execute(() -> Case.publish("second"));
            });
            pool.shutdown();
        }
    }
}
