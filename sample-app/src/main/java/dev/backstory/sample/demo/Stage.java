package dev.backstory.sample.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The processes of the demo and their directory. However this JVM ends, they end too, the last started first. */
final class Stage {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration FAREWELL = Duration.ofSeconds(20);

    private final long opened = System.nanoTime();
    private final Path directory;
    private final Deque<Process> running = new ArrayDeque<>();
    private boolean closed;

    private Stage(Path directory) {
        this.directory = directory;
    }

    static Stage open() throws IOException {
        Stage stage = new Stage(Files.createTempDirectory("backstory-demo"));
        Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "demo-end"));
        return stage;
    }

    void say(String line) {
        System.out.printf("[%3d s] %s%n", (System.nanoTime() - opened) / 1_000_000_000, line);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    Path log(String name) {
        return file(name + ".log");
    }

    /** Starts a JVM of the same Java, its output in a log. */
    synchronized Process start(String name, Map<String, String> environment, String... arguments) throws IOException {
        if (closed) {
            throw new IOException("the demo is ending");
        }
        Process process = java(environment, arguments)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start();
        running.push(process);
        return process;
    }

    /** Runs a JVM to its end, its output on ours. */
    int run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return java(environment, arguments)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }

    private static ProcessBuilder java(Map<String, String> environment, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(java), Stream.of(arguments)).toList());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        // Options meant for somebody else's Java must not change what the demo shows.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** What follows the prefix in the process's log, once it does. */
    String awaitLine(String name, Process process, String prefix) throws IOException, InterruptedException {
        await(name, process, () -> line(name, prefix) != null);
        String line = line(name, prefix);
        if (line == null) {
            throw new IOException(log(name) + " has lost a line");
        }
        return line;
    }

    @Nullable
    private String line(String name, String prefix) {
        try (Stream<String> lines = Files.lines(log(name))) {
            return lines.filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void await(String name, Process process, BooleanSupplier ready) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                System.err.println(Files.readString(log(name)));
                throw new IOException("the " + name
                        + (process.isAlive()
                                ? " is not ready after " + PATIENCE.toSeconds() + " s"
                                : " did not start"));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            end(running.pop());
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("Left behind: " + e.getMessage());
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
