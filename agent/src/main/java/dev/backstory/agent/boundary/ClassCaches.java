package dev.backstory.agent.boundary;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which cache of changed classes this process has, as settings and the file system say. */
final class ClassCaches {

    private static final String SETTING = "backstory.class-cache";

    private ClassCaches() {}

    /** None where diagnoses are wanted (each class is to be explained), or nothing can be trusted. Never a reason to complain. */
    static ClassCache of(Settings settings) {
        String setting = settings.get(SETTING);
        if ("off".equalsIgnoreCase(setting)
                || "true".equalsIgnoreCase(settings.get("backstory.diagnostics"))
                // A file system of the application's own must not be made before the application is.
                || System.getProperty("java.nio.file.spi.DefaultFileSystemProvider") != null) {
            return ClassCache.NONE;
        }
        try {
            String version = version();
            File root = setting == null ? inHome() : new File(setting);
            if (version == null || root == null) {
                return ClassCache.NONE;
            }
            TrustedFiles trust = TrustedFiles.ofProcess();
            File directory = trust.make(new File(root, version));
            if (directory != null) {
                return new ClassDirectory(directory, trust);
            }
            if (setting != null) {
                System.err.println("[backstory] " + SETTING + ": " + root + " is not used, because others than this"
                        + " process's user and root could write there or above");
            }
        } catch (IOException | RuntimeException unusable) {
            if (setting != null) {
                System.err.println("[backstory] " + SETTING + ": " + setting + " is not used: " + unusable);
            }
        }
        return ClassCache.NONE;
    }

    private static @Nullable File inHome() {
        String home = System.getProperty("user.home");
        return home == null || !new File(home).isDirectory() ? null : new File(home, ".cache/backstory");
    }

    /** A digest of all that is in the agent's jar; null when it was put together without one. */
    private static @Nullable String version() throws IOException {
        try (InputStream in = ClassCaches.class.getClassLoader().getResourceAsStream("agent-digest")) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.US_ASCII).trim();
        }
    }
}
