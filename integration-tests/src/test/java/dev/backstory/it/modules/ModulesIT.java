package dev.backstory.it.modules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;

@UnderAgent(value = ModulesApp.class, besideOthers = false)
class ModulesIT {

    private static final List<String> LIBRARIES = List.of(
            "runtime-api",
            "jackson-core",
            "jackson-databind",
            "jackson-annotations",
            "slf4j-api",
            "jspecify",
            "postgresql-4");
    private static final Path SHOP = Path.of("target", "modules", "shop").toAbsolutePath();

    @BeforeAll
    static void compile() {
        Path source = Path.of("src", "test", "modules", "shop");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "--module-path",
                        libraries(),
                        "-d",
                        SHOP.toString(),
                        source.resolve("module-info.java").toString(),
                        source.resolve("shop/Shop.java").toString());
        assertThat(result).isZero();
    }

    @EachJdk
    @Proves("never.modules")
    void an_application_on_the_module_path_has_the_one_context_package(Jdk jdk) {
        TestJvm jvm = TestJvm.of(ModulesApp.class)
                .on(jdk)
                .argument("--module-path=" + modules())
                .argument("--add-modules=ALL-MODULE-PATH")
                .start();
        try (jvm) {
            assertCarries(jvm.call("in_the_boot_layer"));
        }
        assertThat(jvm.output()).doesNotContain("an error was suppressed", "stays as it is");
    }

    @EachJdk
    @Proves("never.modules")
    void an_application_in_a_layer_has_the_one_context_package(Jdk jdk) {
        TestJvm jvm = TestJvm.of(ModulesApp.class)
                .on(jdk)
                .property("it.modules=" + modules())
                .start();
        try (jvm) {
            assertCarries(jvm.call("in_a_layer_with_one_loader"));
            assertCarries(jvm.call("in_a_layer_with_a_loader_for_each_module"));
        }
        assertThat(jvm.output()).doesNotContain("an error was suppressed", "stays as it is");
    }

    private static void assertCarries(Outcome outcome) {
        assertThat(outcome.returned()).isEmpty();
        assertThat(outcome.event("modular").metadata()).containsEntry("tenant", "acme");
        assertThat(outcome.endedStep("modular").name()).isEqualTo("modular");
    }

    private static String modules() {
        return SHOP + File.pathSeparator + libraries();
    }

    private static String libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> LIBRARIES.stream()
                        .anyMatch(
                                each -> Path.of(entry).getFileName().toString().startsWith(each)))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
