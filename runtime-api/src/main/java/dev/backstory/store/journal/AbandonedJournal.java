package dev.backstory.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a process left that ended while the database was away. Held by a lock: nobody else reads it meanwhile. */
public final class AbandonedJournal implements JournalSource, AutoCloseable {

    private final ProcessDirectory directory;
    private final @Nullable JournalOwner owner;

    private AbandonedJournal(ProcessDirectory directory, @Nullable JournalOwner owner) {
        this.directory = directory;
        this.owner = owner;
    }

    /** One below that directory; null when there is none, or all that there are belong to processes that live. */
    public static @Nullable AbandonedJournal find(Path root) throws IOException {
        for (Path each : ProcessDirectory.all(root)) {
            boolean onlyAside = ProcessDirectory.segments(each).isEmpty()
                    && !ProcessDirectory.aside(each).isEmpty();
            ProcessDirectory claimed = onlyAside ? null : ProcessDirectory.claim(each);
            if (claimed != null) {
                AbandonedJournal journal = new AbandonedJournal(claimed, claimed.owner());
                if (!claimed.segments().isEmpty()) {
                    return journal;
                }
                journal.close();
            }
        }
        return null;
    }

    @Override
    public @Nullable JournalOwner owner() {
        return owner;
    }

    @Override
    public @Nullable JournalSegment oldest() throws IOException {
        while (true) {
            List<Path> segments = directory.segments();
            if (segments.isEmpty()) {
                return null;
            }
            JournalSegment segment = JournalSegment.read(segments.get(0));
            if (!segment.payloads().isEmpty()) {
                return segment;
            }
            delete(segment);
        }
    }

    @Override
    public void delete(JournalSegment segment) throws IOException {
        // Only the file that was written to when the process died may end in the middle of a record.
        directory.delete(segment, directory.segments().size() == 1);
    }

    @Override
    public void setAside(byte[] payload) throws IOException {
        directory.setAside(payload);
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
