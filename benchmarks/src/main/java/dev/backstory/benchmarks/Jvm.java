package dev.backstory.benchmarks;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** How a JVM like this one is started. */
final class Jvm {

    static final String CLASSES = new File("target/classes").getPath();
    static final String CLASS_PATH = CLASSES + File.pathSeparator + "target/lib/*";

    private Jvm() {}

    /** The executable, and what it needs to have that agent. */
    static List<String> command(Agents agent) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(agent.arguments());
        return command;
    }
}
