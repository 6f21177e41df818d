package dev.backstory.it.harness;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A JDK to run an application on: the one that runs the tests, and JDK 25 when it is a different one and is found at {@code
 * JAVA_HOME_25}, in {@code BACKSTORY_IT_JDKS} (homes, separated as in a class path) or in a usual place.
 */
public record Jdk(String version, Path home) {

    private static final List<Jdk> FOUND = find();

    /** The JDKs of this machine that the tests run on. */
    public static List<Jdk> found() {
        return FOUND;
    }

    Path java() {
        return home.resolve("bin").resolve("java");
    }

    int feature() {
        return Integer.parseInt(version.replaceFirst("\\D*(\\d+).*", "$1"));
    }

    /** Its whole version, as its own release file has it. */
    String fullVersion() {
        Properties release = new Properties();
        try (Reader file = Files.newBufferedReader(home.resolve("release"))) {
            release.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return release.getProperty("JAVA_VERSION").replace("\"", "");
    }

    private static List<Jdk> find() {
        Jdk running = new Jdk(Integer.toString(Runtime.version().feature()), Path.of(System.getProperty("java.home")));
        List<Jdk> jdks = new ArrayList<>(List.of(running));
        String listed = System.getenv("BACKSTORY_IT_JDKS");
        if (listed != null) {
            for (String home : listed.split(File.pathSeparator, -1)) {
                jdks.add(new Jdk(Path.of(home).getFileName().toString(), Path.of(home)));
            }
        } else if (!running.version.equals("25")) {
            Path home = jdk25();
            if (home != null) {
                jdks.add(new Jdk("25", home));
            }
        }
        return List.copyOf(jdks);
    }

    private static @Nullable Path jdk25() {
        String named = System.getenv("JAVA_HOME_25");
        if (named != null) {
            return Path.of(named);
        }
        for (Path parent : List.of(
                Path.of("/usr/lib/jvm"),
                Path.of("/Library/Java/JavaVirtualMachines"),
                Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"))) {
            Path home = below(parent);
            if (home != null) {
                return home;
            }
        }
        return null;
    }

    private static @Nullable Path below(Path parent) {
        if (!Files.isDirectory(parent)) {
            return null;
        }
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(parent, "*25*")) {
            for (Path home : homes) {
                for (Path candidate : List.of(home, home.resolve("Contents/Home"))) {
                    if (Files.isExecutable(candidate.resolve("bin/java"))) {
                        return candidate;
                    }
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return version;
    }
}
