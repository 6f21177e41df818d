package dev.backstory.it.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of half a megabyte, where mounting one is allowed; else a directory that says it is none. */
record SmallDisk(Path path, boolean isMounted) implements AutoCloseable {

    static SmallDisk at(Path path) throws IOException, InterruptedException {
        Files.createDirectories(path);
        int mounted = run("mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "tmpfs", path.toString());
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

    @Override
    public void close() throws InterruptedException {
        if (isMounted) {
            run("umount", "-l", path.toString());
        }
    }
}
