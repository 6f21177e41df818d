package dev.backstory.it.servlet;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A web application in a directory, with a runtime API and all that it needs of its own, the driver too. */
final class War {

    private War() {}

    /** With that class of this package and what is nested in it; the container's own jars are left out. */
    static Path assemble(String webXml, Class<?> servlet) throws IOException {
        Path war = Files.createTempDirectory("backstory-war");
        Path own = Files.createDirectories(war.resolve("WEB-INF/classes"));
        Path lib = Files.createDirectories(war.resolve("WEB-INF/lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path) && isOwn(path.getFileName().toString())) {
                Files.copy(path, lib.resolve(path.getFileName()));
            } else if (entry.contains("test-classes")) {
                copy(path, own, "dev/backstory/it/harness", "Case");
                copy(path, own, "dev/backstory/it/servlet", servlet.getSimpleName());
            }
        }
        Files.writeString(war.resolve("WEB-INF/web.xml"), webXml);
        return war;
    }

    private static boolean isOwn(String jar) {
        return !jar.startsWith("jetty-")
                && !jar.startsWith("jakarta.")
                && !jar.startsWith("tomcat-")
                && !jar.startsWith("asm");
    }

    private static void copy(Path from, Path to, String directory, String prefix) throws IOException {
        Files.createDirectories(to.resolve(directory));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from.resolve(directory), prefix + "*.class")) {
            for (Path file : files) {
                Files.copy(file, to.resolve(directory).resolve(file.getFileName()));
            }
        }
    }
}
