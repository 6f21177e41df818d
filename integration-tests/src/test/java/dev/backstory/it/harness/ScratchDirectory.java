package dev.backstory.it.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a process of a test may leave what it likes, containers' work directories for example. */
public record ScratchDirectory(Path path) implements AutoCloseable {

    /** A new one below {@code target}, so that a killed build leaves nothing that {@code mvn clean} does not find. */
    public static ScratchDirectory inTarget() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "scratch").toAbsolutePath());
            return new ScratchDirectory(Files.createTempDirectory(parent, "jvm"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<File> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst =
                    all.sorted(Comparator.reverseOrder()).map(Path::toFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        deepestFirst.forEach(File::delete);
    }
}
