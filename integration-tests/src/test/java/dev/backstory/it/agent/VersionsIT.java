package dev.backstory.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.io.TempDir;

/** An application's library beside an agent of another age, as updates come one after the other. */
class VersionsIT {

    private static final String ANSWER = "dev/backstory/context/ContextVersion.class";
    private static final String CODE = "00000002";
    private static final String COMPLAINT = "the agent is older than the runtime API";

    @EachJdk(alone = true)
    @Proves("never.older-agent")
    void an_older_agent_carries_and_is_named_in_one_line(Jdk jdk, @TempDir Path directory) throws Exception {
        assertThat(carriesUnder(agent(directory, 0), jdk)).containsOnlyOnce(COMPLAINT);
    }

    @EachJdk(alone = true)
    @Proves("never.newer-agent")
    void a_newer_agent_carries_and_is_no_news(Jdk jdk, @TempDir Path directory) throws Exception {
        assertThat(carriesUnder(agent(directory, 2), jdk)).doesNotContain(COMPLAINT);
    }

    @EachJdk(alone = true)
    @Proves("never.renamed-agent")
    void an_agent_that_was_renamed_carries_all_the_same(Jdk jdk, @TempDir Path directory) throws Exception {
        Path renamed = directory.resolve("backstory-agent-1.0.jar");
        Files.copy(Path.of(System.getProperty("it.agent")), renamed);
        assertThat(carriesUnder(renamed, jdk)).containsOnlyOnce("rename it back");
    }

    @EachJdk(alone = true)
    void a_name_that_is_no_setting_is_said_by_the_agent_and_not_again_by_the_library(Jdk jdk) {
        assertThat(saidOfAWrongName(jdk, true))
                .containsOnlyOnce("backstory.outgoing.host is not a setting that this agent knows")
                .containsOnlyOnce("backstory.outgoing.host is not a setting");
    }

    @EachJdk(alone = true)
    void where_the_agent_is_switched_off_the_library_says_it(Jdk jdk) {
        assertThat(saidOfAWrongName(jdk, false))
                .containsOnlyOnce("backstory.outgoing.host is not a setting; the nearest is backstory.outgoing.hosts");
    }

    private static String saidOfAWrongName(Jdk jdk, boolean agent) {
        TestJvm jvm = TestJvm.of(App.class)
                .on(jdk)
                .property("backstory.enabled=" + agent)
                .property("backstory.outgoing.host=*")
                .classPath("logback")
                .start();
        try (jvm) {
            jvm.call("hops");
        }
        return jvm.output();
    }

    private static String carriesUnder(Path agent, Jdk jdk) {
        TestJvm jvm =
                TestJvm.of(App.class).on(jdk).agent(agent).classPath("logback").start();
        try (jvm) {
            Outcome outcome = jvm.call("hops");
            assertThat(outcome.story("future")).isEqualTo(outcome.story("pool")).isEqualTo(outcome.story("step"));
        }
        return jvm.output();
    }

    /** The packaged agent, whose context package says that it is of another version. */
    private static Path agent(Path directory, int version) throws IOException {
        Path jar = directory.resolve("backstory-agent.jar");
        Files.copy(Path.of(System.getProperty("it.agent")), jar);
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            Path answer = inside.getPath(ANSWER);
            String code = HexFormat.of().formatHex(Files.readAllBytes(answer));
            // Two bytes of code, iconst_1 and ireturn.
            String changed =
                    code.replace(CODE + "04ac", CODE + HexFormat.of().toHexDigits((byte) (3 + version)) + "ac");
            assertThat(changed).isNotEqualTo(code);
            Files.write(answer, HexFormat.of().parseHex(changed));
        }
        return jar;
    }

    static final class App {

        private App() {}

        static void hops() throws Exception {
            ExecutorService pool = Executors.newFixedThreadPool(1);
            Case.inStep("hops", () -> {
                Case.publish("step");
                pool.submit(() -> Case.publish("pool")).get();
                CompletableFuture.runAsync(() -> Case.publish("future")).join();
            });
            pool.shutdown();
        }
    }
}
