package dev.backstory.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** CPU, time and classes of a JVM that starts and ends, under each agent in turn. */
final class CompareStarts {

    private CompareStarts() {}

    /** Argument: how many rounds. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        List<Measured> all = new ArrayList<>();
        measure("hello world", List.of("-cp", Jvm.CLASSES, Hello.class.getName()), rounds, all);
        measure("minimal Tomcat", List.of("-cp", Jvm.CLASS_PATH, RequestApp.class.getName(), "once"), rounds, all);
        measure("Spring Boot", List.of("-cp", Jvm.CLASS_PATH, BootApp.class.getName()), rounds, all);
        System.out.println(Measured.heading());
        all.forEach(each -> System.out.println(each.row()));
    }

    private static void measure(String what, List<String> application, int rounds, List<Measured> all)
            throws IOException, InterruptedException {
        Measured cpu = new Measured(what, "ms CPU");
        Measured wall = new Measured(what, "ms");
        Measured classes = new Measured(what, "classes");
        all.addAll(List.of(cpu, wall, classes));
        for (int round = 0; round < rounds; round++) {
            for (Agents agent : Agents.values()) {
                System.err.println(what + " under " + agent.title());
                List<String> command = Jvm.command(agent);
                command.addAll(application);
                Usage usage = Usage.of(command);
                cpu.add(agent, usage.cpuMillis());
                wall.add(agent, usage.wallMillis());
            }
        }
        for (Agents agent : Agents.values()) {
            classes.add(agent, (double) loaded(agent, application));
        }
    }

    private static long loaded(Agents agent, List<String> application) throws IOException, InterruptedException {
        Path log = Files.createTempFile("classes", ".log");
        List<String> command = Jvm.command(agent);
        command.add("-Xlog:class+load:file=" + log);
        command.addAll(application);
        Usage.of(command);
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains(" source: ")).count();
        } finally {
            Files.delete(log);
        }
    }

    /** What a process used from start to end, as bash's own {@code time} tells. */
    private record Usage(double wallMillis, double cpuMillis) {

        static Usage of(List<String> command) throws IOException, InterruptedException {
            List<String> timed = new ArrayList<>(
                    List.of("bash", "-c", "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null 2>&1", "bash"));
            timed.addAll(command);
            Process process = new ProcessBuilder(timed)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            String told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            if (process.waitFor() != 0) {
                throw new IOException("it failed: " + String.join(" ", command));
            }
            String[] seconds = told.split(" ", -1);
            return new Usage(
                    Double.parseDouble(seconds[0]) * 1_000,
                    (Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2])) * 1_000);
        }
    }
}
