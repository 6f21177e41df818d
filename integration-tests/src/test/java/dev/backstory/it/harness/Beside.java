package dev.backstory.it.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which other agent the JVM of an application has, and where it stands on the command line. */
public enum Beside {
    NOTHING("our agent alone"),
    OPENTELEMETRY_BEFORE("OpenTelemetry's agent before ours"),
    OPENTELEMETRY_AFTER("OpenTelemetry's agent after ours");

    private static final boolean MATRIX = Boolean.getBoolean("it.matrix");

    private final String words;

    Beside(String words) {
        this.words = words;
    }

    /** Whether this build runs everything in all constellations. */
    static boolean isMatrix() {
        return MATRIX;
    }

    /** The command line's part for the agents, ours included. */
    List<String> arguments(String ours) {
        List<String> arguments = new ArrayList<>();
        if (this == OPENTELEMETRY_BEFORE) {
            addOpenTelemetry(arguments);
        }
        arguments.add("-javaagent:" + ours);
        if (this == OPENTELEMETRY_AFTER) {
            addOpenTelemetry(arguments);
        }
        return arguments;
    }

    private static void addOpenTelemetry(List<String> arguments) {
        arguments.add("-javaagent:" + Path.of("target", "agents", "opentelemetry-javaagent.jar"));
        for (String signal : List.of("traces", "metrics", "logs")) {
            arguments.add("-Dotel." + signal + ".exporter=none");
        }
    }

    /** What was in the JVM: the JDK, and the other agent. */
    String versions(Jdk jdk) {
        String running = "JDK " + jdk.fullVersion();
        return this == NOTHING ? running : running + " with OpenTelemetry " + System.getProperty("it.opentelemetry");
    }

    @Override
    public String toString() {
        return words;
    }
}
