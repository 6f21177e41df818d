package dev.backstory.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A start with the classes of the last one carries as the last one did, and without ByteBuddy. */
@EnabledOnOs(OS.LINUX)
class ClassCacheIT {

    private static final String BYTE_BUDDY = "dev.backstory.agent.bytebuddy.ByteBuddy source:";

    @TempDir
    private Path directory;

    @EachJdk
    void the_second_start_needs_no_bytebuddy_and_one_with_damaged_files_does_again(Jdk jdk) throws IOException {
        assertThat(needsByteBuddy(jdk, directory.toString())).isTrue();
        assertSoonNeedsNoByteBuddy(jdk);
        for (Path file : files()) {
            byte[] content = Files.readAllBytes(file);
            content[content.length / 2] ^= 1;
            Files.write(file, content);
        }
        assertThat(needsByteBuddy(jdk, directory.toString())).isTrue();
        assertSoonNeedsNoByteBuddy(jdk);
    }

    /** On a daemon, which does not keep its JVM from ending. */
    @EachJdk
    void a_start_with_something_new_looks_for_files_that_nobody_uses_and_others_do_not(Jdk jdk) throws IOException {
        assertThat(tidying(jdk)).isEqualTo("true");
        for (Path version : versions()) {
            Path looked = Files.createFile(version.resolve("looked"));
            Files.setLastModifiedTime(looked, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
        }
        assertThat(tidying(jdk)).isEmpty();
    }

    private List<Path> versions() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    private String tidying(Jdk jdk) {
        try (TestJvm jvm = jvm(jdk, directory.toString(), null)) {
            return jvm.call("tidying").returned();
        }
    }

    /** Then ByteBuddy is loaded for a class of the JDK, and must not load another one of them, which would stay as it is. */
    @EachJdk
    void a_start_that_finds_the_application_s_classes_only_carries(Jdk jdk) throws IOException {
        assertThat(needsByteBuddy(jdk, directory.toString())).isTrue();
        for (Path file : files()) {
            if (file.getFileName().toString().startsWith("java.util.")) {
                Files.delete(file);
            }
        }
        assertThat(needsByteBuddy(jdk, directory.toString())).isTrue();
    }

    @Test
    void two_jvms_that_start_at_once_on_an_empty_directory_both_carry() throws IOException {
        Jdk jdk = Jdk.found().get(0);
        List<CompletableFuture<TestJvm>> starting = Stream.of(1, 2)
                .map(each -> CompletableFuture.supplyAsync(() -> jvm(jdk, directory.toString(), null)))
                .toList();
        for (CompletableFuture<TestJvm> each : starting) {
            try (TestJvm jvm = each.join()) {
                assertThat(jvm.call("hops").returned()).isEqualTo("carried");
            }
        }
        assertThat(files()).noneMatch(file -> file.getFileName().toString().startsWith("new-"));
        assertSoonNeedsNoByteBuddy(jdk);
    }

    @Test
    void a_directory_that_others_can_write_is_left_alone() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (TestJvm jvm = jvm(Jdk.found().get(0), shared.toString(), null)) {
            assertThat(jvm.call("hops").returned()).isEqualTo("carried");
            assertThat(jvm.output()).contains("backstory.class-cache: " + shared + " is not used");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void where_nothing_can_be_written_the_agent_works_without() throws IOException {
        try (TestJvm jvm = jvm(Jdk.found().get(0), "/proc/backstory", null)) {
            assertThat(jvm.call("hops").returned()).isEqualTo("carried");
        }
    }

    @Test
    void it_can_be_switched_off() throws IOException {
        assertThat(needsByteBuddy(Jdk.found().get(0), "off")).isTrue();
        assertThat(needsByteBuddy(Jdk.found().get(0), "off")).isTrue();
    }

    /** Not at once for certain: a class that is loaded only when threads meet may be new to the second start. */
    private void assertSoonNeedsNoByteBuddy(Jdk jdk) throws IOException {
        boolean needed = true;
        for (int start = 0; needed && start < 5; start++) {
            needed = needsByteBuddy(jdk, directory.toString());
        }
        assertThat(needed).as("ByteBuddy is needed by the fifth start too").isFalse();
    }

    private boolean needsByteBuddy(Jdk jdk, String cache) throws IOException {
        Path log = directory.resolveSibling(directory.getFileName() + ".log");
        try (TestJvm jvm = jvm(jdk, cache, log)) {
            assertThat(jvm.call("hops").returned()).isEqualTo("carried");
            assertThat(jvm.output()).doesNotContain("stays as it is").doesNotContain("suppressed");
        }
        boolean needed = Files.readString(log).contains(BYTE_BUDDY);
        Files.delete(log);
        return needed;
    }

    private static TestJvm jvm(Jdk jdk, String cache, @Nullable Path log) {
        TestJvm.Builder jvm = TestJvm.of(App.class).on(jdk).property("backstory.class-cache=" + cache);
        if (log != null) {
            jvm.argument("-Xlog:class+load:file=" + log);
        }
        return jvm.start();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    static final class App {

        private App() {}

        /** Of each thread that will look for unused files: whether it is a daemon. */
        static String tidying() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(each -> each.getName().equals("backstory-class-cache"))
                    .map(each -> Boolean.toString(each.isDaemon()))
                    .collect(Collectors.joining(", "));
        }

        static String hops() throws Exception {
            Step step = Step.of(Step.JOB, "hops").from(CausalContext.NONE).start();
            ExecutorService pool = Executors.newFixedThreadPool(1);
            try (Scope scope = step.context().activate()) {
                CompletableFuture<String> plain = new CompletableFuture<>();
                pool.execute(() -> plain.complete(CausalContext.current().correlationId()));
                String submitted = pool.submit(() -> CausalContext.current().correlationId())
                        .get();
                String stage = CompletableFuture.supplyAsync(() -> "")
                        .thenApplyAsync(each -> CausalContext.current().correlationId())
                        .get();
                boolean all = Stream.of(plain.get(), submitted, stage)
                        .allMatch(each -> step.correlationId().equals(each));
                return all ? "carried" : plain.get() + ", " + submitted + ", " + stage;
            } finally {
                pool.shutdown();
                step.end();
            }
        }
    }
}
