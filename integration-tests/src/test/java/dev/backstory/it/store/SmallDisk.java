package dev.backstory.it.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system of its own, where mounting one is allowed; else a directory that says it is none. */
record SmallDisk(Path path, boolean isMounted) implements AutoCloseable {

    static SmallDisk at(Path path, String size) throws IOException, InterruptedException {
        Files.createDirectories(path);
        int mounted = run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + size, "tmpfs", path.toString());
        return new SmallDisk(path, mounted == 0);
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    /** Somebody else's file takes the rest of it; of what is no file system of its own it takes nothing. */
    void fill() throws IOException {
        if (isMounted) {
            try (OutputStream file = Files.newOutputStream(path.resolve("filler"))) {
                file.write(new byte[1 << 12]);
                while (path.toFile().getUsableSpace() > 0) {
                    file.write(new byte[1 << 12]);
                }
            } catch (IOException e) {
                // Between the look and the write somebody else, the journal say, took the rest.
            }
        }
    }

    /** That file is gone. */
    void free() throws IOException {
        Files.deleteIfExists(path.resolve("filler"));
    }

    @Override
    public void close() throws InterruptedException {
        if (isMounted) {
            run("umount", "-l", path.toString());
        }
    }
}
