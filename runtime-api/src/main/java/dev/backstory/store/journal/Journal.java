package dev.backstory.store.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's own journal: one thread appends, another reads what was appended and deletes it. Its directory appears with
 * the first record and goes with the last.
 */
public final class Journal implements JournalSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Path root;
    private final long maxBytes;
    private final JournalOwner owner;
    private final Deque<Path> sealed = new ArrayDeque<>();
    private @Nullable ProcessDirectory directory;
    private @Nullable FileChannel active;
    private @Nullable Path activeFile;
    private long activeBytes;
    private long lastNumber;
    private int directories;
    private boolean closed;
    private volatile long bytes;

    /** A journal below that directory, of at most so many bytes. Touches nothing yet. */
    public Journal(Path root, long maxBytes, JournalOwner owner) {
        this.root = root;
        this.maxBytes = maxBytes;
        this.owner = owner;
    }

    /** Says at the start, and not only in an emergency, that the directory cannot be used. */
    public void check() {
        try {
            OwnerOnly.directory(root);
            if (!Files.isWritable(root)) {
                LOG.error("The journal's directory {} cannot be written to: events would not be kept", root);
            } else if (OwnerOnly.isWritableForOthers(root)) {
                LOG.warn("Others can write to the journal's directory {}: it should be this user's alone", root);
            }
        } catch (IOException e) {
            LOG.error("The journal's directory {} cannot be used: events would not be kept: {}", root, e.toString());
        }
    }

    /** Bytes of records that are not deleted yet. */
    public long bytes() {
        return bytes;
    }

    /** Whether every record is deleted. */
    public boolean isEmpty() {
        return bytes == 0;
    }

    @Override
    public JournalOwner owner() {
        return owner;
    }

    /**
     * Writes records, and returns when they are on the disk.
     *
     * @return how many of them, from the first on: as many as there is room for
     * @throws JournalFullException when there is no room for the first; nothing is written then
     * @throws IOException when the disk fails: they may or may not be there
     */
    public synchronized int append(List<byte[]> payloads) throws IOException {
        if (closed) {
            throw new JournalFullException("the journal in " + root + " is closed");
        }
        int fitting = fitting(payloads);
        if (fitting == 0) {
            throw new JournalFullException("the journal in " + root + " has " + bytes + " of " + maxBytes + " bytes");
        }
        FileChannel file = open();
        ByteBuffer frames = Frames.encode(payloads.subList(0, fitting));
        int size = frames.remaining();
        write(file, frames);
        force(file);
        activeBytes += size;
        bytes += size;
        if (activeBytes >= JournalSegment.SIZE) {
            seal();
        }
        return fitting;
    }

    private int fitting(List<byte[]> payloads) {
        long room = maxBytes - bytes;
        int fitting = 0;
        for (byte[] each : payloads) {
            room -= Frames.HEADER + each.length;
            if (room < 0) {
                break;
            }
            fitting++;
        }
        return fitting;
    }

    private FileChannel open() throws IOException {
        FileChannel file = active;
        if (file != null) {
            return file;
        }
        ProcessDirectory own = directory();
        Path path = own.segment(++lastNumber);
        try {
            file = OwnerOnly.file(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            OwnerOnly.force(own.path());
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw full(e);
        }
        active = file;
        activeFile = path;
        activeBytes = 0;
        return file;
    }

    private ProcessDirectory directory() throws IOException {
        ProcessDirectory own = directory;
        if (own == null) {
            try {
                own = ProcessDirectory.create(root, owner, ++directories);
            } catch (IOException e) {
                throw full(e);
            }
            directory = own;
        }
        return own;
    }

    /** A half-written record must not stand before whole ones. */
    private void write(FileChannel file, ByteBuffer frames) throws IOException {
        try {
            while (frames.hasRemaining()) {
                file.write(frames);
            }
        } catch (IOException e) {
            try {
                file.truncate(activeBytes);
                file.position(activeBytes);
            } catch (IOException truncation) {
                e.addSuppressed(truncation);
                seal();
                // Whole records of it may be there, and are stored when it is drained.
                throw e;
            }
            throw full(e);
        }
    }

    /** After a failed force nobody knows what of the file is on the disk: a second try may report success for nothing. */
    private void force(FileChannel file) throws IOException {
        try {
            file.force(false);
        } catch (IOException e) {
            try {
                file.truncate(activeBytes);
            } catch (IOException truncation) {
                e.addSuppressed(truncation);
            }
            seal();
            throw e;
        }
    }

    private JournalFullException full(IOException e) {
        return new JournalFullException("the journal in " + root + " cannot be written: " + e.getMessage(), e);
    }

    private void seal() {
        FileChannel file = active;
        Path path = activeFile;
        if (file == null || path == null) {
            return;
        }
        active = null;
        activeFile = null;
        sealed.addLast(path);
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("a journal file did not close", e);
        }
    }

    @Override
    public synchronized @Nullable JournalSegment oldest() throws IOException {
        if (sealed.isEmpty()) {
            seal();
        }
        while (true) {
            Path first = sealed.peekFirst();
            if (first == null) {
                bytes = 0;
                return null;
            }
            JournalSegment segment = JournalSegment.read(first);
            if (!segment.payloads().isEmpty()) {
                return segment;
            }
            delete(segment);
        }
    }

    @Override
    public synchronized void delete(JournalSegment segment) throws IOException {
        ProcessDirectory own = directory;
        if (own == null || !sealed.remove(segment.file())) {
            return;
        }
        own.delete(segment, false);
        gone(own, segment);
    }

    private void gone(ProcessDirectory own, JournalSegment segment) throws IOException {
        bytes = sealed.isEmpty() && active == null ? 0 : Math.max(1, bytes - segment.size());
        if (bytes == 0) {
            directory = null;
            own.close();
        }
    }

    /** They come again when the directory is let go of: as what a dead process left. */
    @Override
    public synchronized Path hold(JournalSegment segment, List<byte[]> payloads) throws IOException {
        ProcessDirectory own = directory;
        if (own == null) {
            return segment.file();
        }
        Path held = own.hold(segment, payloads, false);
        sealed.remove(segment.file());
        gone(own, segment);
        return held;
    }

    @Override
    public synchronized void setAside(byte[] payload) throws IOException {
        ProcessDirectory own = directory;
        if (own != null) {
            own.setAside(payload);
        }
    }

    /** What is left can be had by others from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        seal();
        try {
            if (directory != null) {
                directory.close();
                directory = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
