package dev.backstory.it.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Another JVM that runs one of the test's classes until it is killed, and says line by line on its standard output how it goes. */
final class SpokenJvm {

    private final Process process;
    private final Thread reading;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private SpokenJvm(Process process) {
        this.process = process;
        this.reading = new Thread(this::read, "spoken-jvm");
        reading.setDaemon(true);
        reading.start();
    }

    /** Starts one; the settings are those of the publisher in it. */
    static SpokenJvm start(Class<?> main, Map<String, String> settings, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            return new SpokenJvm(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("# " + e);
        }
    }

    Queue<String> lines() {
        return lines;
    }

    Process process() {
        return process;
    }

    /** As the kernel does it when memory is short. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
            reading.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In the other JVM: however the test's ends, nobody else would end this one. */
    static void leaveWithTheTest() {
        Thread leaving = new Thread(SpokenJvm::leave, "leaving");
        leaving.setDaemon(true);
        leaving.start();
    }

    private static void leave() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes.
            }
        } catch (IOException e) {
            // The same.
        }
        Runtime.getRuntime().halt(0);
    }

    /** In the other JVM, written at once: what is still in a buffer dies with the process. */
    static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
