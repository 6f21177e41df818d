package dev.backstory.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    }
}
