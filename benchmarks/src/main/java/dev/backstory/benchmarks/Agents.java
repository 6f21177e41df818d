package dev.backstory.benchmarks;

import java.io.File;
import java.util.List;

/** The agents that are compared, and how a JVM gets each. */
enum Agents {
    NONE("no agent"),
    BACKSTORY("Backstory", "-javaagent:" + path("backstory-agent")),
    OPENTELEMETRY(
            "OpenTelemetry",
            "-javaagent:" + path("opentelemetry-javaagent"),
            // Nothing to send to: what remains is what its instrumentation costs.
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none"),
    TTL("TTL", "-javaagent:" + path("transmittable-thread-local"));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // it is List.of
    private final List<String> arguments;

    Agents(String title, String... arguments) {
        this.title = title;
        this.arguments = List.of(arguments);
    }

    String title() {
        return title;
    }

    /** The JVM's arguments. */
    List<String> arguments() {
        return arguments;
    }

    private static String path(String name) {
        File[] found = new File("target/agents").listFiles((directory, file) -> file.startsWith(name));
        if (found == null || found.length != 1) {
            throw new IllegalStateException(
                    "one " + name + "*.jar is needed in benchmarks/target/agents: package first");
        }
        return found[0].getPath();
    }
}
