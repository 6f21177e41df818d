package dev.backstory.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one process has in a journal directory.
 *
 * @param directory its part of the directory
 * @param owner whose it is; null when that is not known
 * @param inUse whether the process lives, or another stores what it left
 * @param records how many whole records wait
 * @param bytes how much they take
 * @param aside files with records that the database refused, or that are damaged: nothing stores them by itself
 */
public record JournalStatus(
        Path directory, @Nullable JournalOwner owner, boolean inUse, long records, long bytes, List<Path> aside) {

    /** Of each process, in the order in which they started. Reads only; may be called while they write. */
    public static List<JournalStatus> of(Path root) throws IOException {
        List<JournalStatus> all = new ArrayList<>();
        for (Path each : ProcessDirectory.all(root)) {
            all.add(ofProcess(each));
        }
        return all;
    }

    private static JournalStatus ofProcess(Path path) throws IOException {
        boolean inUse = ProcessDirectory.isInUse(path);
        long records = 0;
        long bytes = 0;
        for (Path file : ProcessDirectory.waiting(path)) {
            JournalSegment segment = JournalSegment.readIfThere(file);
            if (segment != null) {
                records += segment.payloads().size();
                bytes += segment.size();
            }
        }
        return new JournalStatus(path, JournalOwner.read(path), inUse, records, bytes, ProcessDirectory.aside(path));
    }
}
