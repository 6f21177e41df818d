package dev.backstory.it.viewer;

import dev.backstory.it.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The viewer as people start it: its {@code main} in a JVM of its own. */
final class ViewerProcess implements AutoCloseable {

    private static final String ANSWERS = "Stories: ";

    private final Process process;
    private final String home;

    private ViewerProcess(Process process, String home) {
        this.process = process;
        this.home = home;
    }

    /** Returns when it answers. */
    static ViewerProcess start(
            PostgresServer.Database database, String heap, Map<String, String> environment, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.backstory.viewer.Main",
                "--port",
                "0",
                "--url",
                database.url()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith(ANSWERS)) {
                String stories = line.substring(ANSWERS.length());
                Thread drain = new Thread(() -> output.lines().forEach(System.out::println), "viewer's output");
                drain.setDaemon(true);
                drain.start();
                return new ViewerProcess(process, stories.substring(0, stories.lastIndexOf('/')));
            }
        }
        throw new IllegalStateException("the viewer did not start: " + said);
    }

    /** Its address, without a slash at the end. */
    String home() {
        return home;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
