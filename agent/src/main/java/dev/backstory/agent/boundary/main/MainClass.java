package dev.backstory.agent.boundary.main;

import java.io.File;
import java.io.IOException;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Which class's {@code main} the JVM is about to call, from the launcher's own record of its command line. */
final class MainClass {

    private MainClass() {}

    /**
     * The class's name; null when it cannot be told.
     *
     * @param command {@code sun.java.command}: {@code com.acme.Shop args}, {@code module/com.acme.Shop args} or {@code
     *     path/shop.jar args}; null when another launcher started the JVM
     */
    static @Nullable String find(@Nullable String command) {
        if (command == null || command.isBlank()) {
            return null;
        }
        int jar = command.indexOf(".jar");
        // A path may have spaces; what follows ".jar" is the arguments.
        for (; jar >= 0; jar = command.indexOf(".jar", jar + 1)) {
            File file = new File(command.substring(0, jar + ".jar".length()));
            if (file.isFile()) {
                return ofJar(file);
            }
        }
        String first = command.split(" ", 2)[0];
        return first.substring(first.indexOf('/') + 1);
    }

    private static @Nullable String ofJar(File file) {
        try (JarFile jar = new JarFile(file)) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? null : manifest.getMainAttributes().getValue("Main-Class");
        } catch (IOException unreadable) {
            return null;
        }
    }
}
