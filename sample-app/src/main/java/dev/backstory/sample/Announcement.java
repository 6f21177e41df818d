package dev.backstory.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file in which a service says, for whoever started it, that it is ready and how to reach it. */
public final class Announcement {

    private Announcement() {}

    /** Writes the lines at once, so that nobody reads half of them; to nowhere when the file has no name. */
    public static void write(String file, String... lines) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        Path whole = Path.of(file);
        Path partial = whole.resolveSibling(whole.getFileName() + ".partial");
        Files.writeString(partial, String.join("\n", lines));
        Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
    }
}
