package dev.backstory.sample.demo;

import dev.backstory.store.StoryReader;
import dev.backstory.store.postgres.PostgresStoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The running shop, as it announced itself. */
record Shop(Process process, String address, String url, String user, String password) {

    static Shop start(Stage stage, Path home) throws IOException, InterruptedException {
        Path announced = stage.file("shop.address");
        Process process = stage.start(
                "shop",
                Map.of(),
                "-javaagent:" + home.resolve("agent/target/backstory-agent.jar"),
                "-Dserver.port=0",
                "-Dserver.address=127.0.0.1",
                "-Dshop.announce=" + announced,
                "-jar",
                home.resolve("sample-app/target/backstory-sample-exec.jar").toString());
        stage.await("shop", process, () -> Files.exists(announced));
        List<String> lines =
                Arrays.asList(Files.readString(announced).concat("\n\n\n").split("\n", -1));
        return new Shop(process, lines.get(0), lines.get(1), lines.get(2), lines.get(3));
    }

    /** How a process beside the shop reaches its database, as environment. */
    Map<String, String> database() {
        return user.isEmpty()
                ? Map.of("BACKSTORY_URL", url)
                : Map.of("BACKSTORY_URL", url, "BACKSTORY_USER", user, "BACKSTORY_PASSWORD", password);
    }

    StoryReader stories() {
        return new PostgresStoryReader(
                user.isEmpty() ? new DriverManagerDataSource(url) : new DriverManagerDataSource(url, user, password));
    }
}
