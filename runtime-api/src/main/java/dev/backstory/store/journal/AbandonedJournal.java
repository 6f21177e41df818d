package dev.backstory.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a process left that ended while the database was away. Held by a lock: nobody else reads it meanwhile. */
public final class AbandonedJournal implements JournalSource, AutoCloseable {

    private final ProcessDirectory directory;
    private final @Nullable JournalOwner owner;
    private final Set<Path> heldAgain = new HashSet<>();

    private AbandonedJournal(ProcessDirectory directory, @Nullable JournalOwner owner) {
        this.directory = directory;
        this.owner = owner;
    }

    /**
     * One below that directory; null when there is none, or all that there are belong to processes that live.
     *
     * @param unreadable directories to leave alone; those that cannot be read are added
     */
    public static @Nullable AbandonedJournal find(Path root, Set<Path> unreadable) throws IOException {
        for (Path each : ProcessDirectory.all(root)) {
            if (!unreadable.contains(each)) {
                try {
                    AbandonedJournal journal = open(each);
                    if (journal != null) {
                        return journal;
                    }
                } catch (IOException | RuntimeException e) {
                    unreadable.add(each);
                    throw e;
                }
            }
        }
        return null;
    }

    /** Where it is. */
    public Path path() {
        return directory.path();
    }

    private static @Nullable AbandonedJournal open(Path path) throws IOException {
        if (ProcessDirectory.waiting(path).isEmpty()
                && !ProcessDirectory.aside(path).isEmpty()) {
            return null;
        }
        ProcessDirectory claimed = ProcessDirectory.claim(path);
        if (claimed == null) {
            return null;
        }
        AbandonedJournal journal = new AbandonedJournal(claimed, claimed.owner());
        if (!ProcessDirectory.waiting(path).isEmpty()) {
            return journal;
        }
        journal.close();
        return null;
    }

    @Override
    public @Nullable JournalOwner owner() {
        return owner;
    }

    /** What was held comes last, and once only: null also when all that is left was held again. */
    @Override
    public @Nullable JournalSegment oldest() throws IOException {
        for (Path each : ProcessDirectory.waiting(path())) {
            if (heldAgain.contains(each)) {
                continue;
            }
            JournalSegment segment = JournalSegment.read(each);
            if (!segment.payloads().isEmpty()) {
                return segment;
            }
            delete(segment);
        }
        return null;
    }

    /** Whether something is left that could not be stored. */
    public boolean holds() {
        return !heldAgain.isEmpty();
    }

    @Override
    public Path hold(JournalSegment segment, List<byte[]> payloads) throws IOException {
        Path held = directory.hold(segment, payloads, isLast());
        heldAgain.add(held);
        return held;
    }

    @Override
    public void delete(JournalSegment segment) throws IOException {
        directory.delete(segment, isLast());
    }

    /** Only the file that was written to when the process died may end in the middle of a record. */
    private boolean isLast() throws IOException {
        return directory.segments().size() == 1;
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
