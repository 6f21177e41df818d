package dev.backstory.it.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code ./sample-app/run --once}, without the script that builds. */
class DemoIT {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    @Test
    void the_demo_finds_every_story_complete_and_leaves_nothing_running() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dshop.home=" + HOME,
                "-Dloader.main=dev.backstory.sample.demo.Demo",
                "-cp",
                HOME.resolve("sample-app/target/backstory-sample-exec.jar").toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher",
                "--once");
        builder.environment().keySet().removeAll(List.of("BACKSTORY_URL", "JAVA_TOOL_OPTIONS"));
        Process demo = builder.redirectErrorStream(true).start();
        try {
            String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Set<ProcessHandle> children = demo.descendants().collect(Collectors.toSet());

            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).as(output).isZero();
            assertThat(output).contains("Order placed", "Paid 12.5 EUR", "Shipment requested", "Receipt sent");
            assertThat(output).contains("in shipping", "Carrier unavailable", "Parcel shipped");
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        } finally {
            demo.destroy();
        }
    }
}
