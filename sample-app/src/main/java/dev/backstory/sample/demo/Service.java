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

/** A running service of the demo, as it announced itself. */
record Service(Process process, String address, String url, String user, String password) {

    /** Waits until the service has written that file. */
    static Service announced(Stage stage, String name, Process process, Path file)
            throws IOException, InterruptedException {
        stage.await(name, process, () -> Files.exists(file));
        List<String> lines =
                Arrays.asList(Files.readString(file).concat("\n\n\n").split("\n", -1));
        return new Service(process, lines.get(0), lines.get(1), lines.get(2), lines.get(3));
    }

    /** How a process beside the service reaches its database, as environment. */
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
