package dev.backstory.it.store;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
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

/**
 * Another JVM whose threads publish one event after the other until it is killed, and say of each on its standard output,
 * after {@code publish} has returned or thrown, how it went.
 */
final class PublishingJvm implements AutoCloseable {

    private final Process process;
    private final Thread reading;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private PublishingJvm(Process process) {
        this.process = process;
        this.reading = new Thread(this::read, "publishing-jvm");
        reading.setDaemon(true);
        reading.start();
    }

    /** Starts one; the settings are those of the publisher in it. */
    static PublishingJvm start(int threads, String story, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), Integer.toString(threads), story));
        try {
            return new PublishingJvm(new ProcessBuilder(command)
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

    /** The ids of events with that outcome so far: {@code STORED}, {@code JOURNALED}, {@code NOT_STORED}, {@code MAYBE}. */
    List<String> ids(String outcome) {
        return lines.stream()
                .filter(each -> each.startsWith(outcome + " "))
                .map(each -> each.substring(outcome.length() + 1))
                .toList();
    }

    long count() {
        return lines.size();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
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

    @Override
    public void close() {
        kill();
    }

    /** What runs in the other JVM. */
    static final class Main {

        private Main() {}

        public static void main(String[] args) {
            Thread leaving = new Thread(Main::leaveWithTheTest, "leaving");
            leaving.setDaemon(true);
            leaving.start();
            EventPublisher publisher = EventPublisher.create();
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                int number = i;
                new Thread(() -> publish(publisher, args[1], number), "publisher-" + i).start();
            }
        }

        /** However the test's JVM ends, nobody else would end this one. */
        private static void leaveWithTheTest() {
            try {
                while (System.in.read() >= 0) {
                    // Nobody writes.
                }
            } catch (IOException e) {
                // The same.
            }
            Runtime.getRuntime().halt(0);
        }

        private static void publish(EventPublisher publisher, String story, int thread) {
            for (int i = 0; ; i++) {
                String id = UuidV7.nextText();
                Step step = Step.of(Step.JOB, "publishing").correlationId(story).start();
                Scope scope = step.context().activate();
                try {
                    Receipt receipt = publisher.publish(Event.of("Fact").id(id).data(Map.of("thread", thread, "i", i)));
                    say(receipt.outcome() + " " + id);
                } catch (PublishException e) {
                    String message = String.valueOf(e.getMessage());
                    say((message.contains("is not stored") ? "NOT_STORED " : "MAYBE ") + id);
                } finally {
                    scope.close();
                    step.end();
                }
            }
        }

        /** Written at once: what is still in a buffer dies with the process. */
        private static synchronized void say(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
