package dev.backstory.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process's part of the journal. The lock in it is held while the process lives, however it ends. */
final class ProcessDirectory implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessDirectory.class);

    static final String SEGMENTS = ".journal";
    static final String HELD = ".held";
    private static final String LOCK = "lock";
    private static final String UNFINISHED = "unfinished";
    private static final String RELEASED = "released";
    private static final String DAMAGED = "damaged";
    private static final String REFUSED = "refused";
    private static final Pattern NAME = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}(-\\d+)?");

    private final Path path;
    private final FileChannel lock;

    private ProcessDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Not visible to others before it is locked: they would take it for a dead process's. */
    static ProcessDirectory create(Path root, JournalOwner owner, int number) throws IOException {
        OwnerOnly.directory(root);
        Path path = root.resolve(name(owner.instanceId(), number));
        Path hidden = root.resolve("." + path.getFileName());
        OwnerOnly.directory(hidden);
        FileChannel lock = OwnerOnly.file(hidden.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new IOException(hidden + " is locked by another process");
            }
            JournalOwner.delete(hidden);
            owner.write(hidden);
            Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
            OwnerOnly.force(path);
            OwnerOnly.force(root);
            return new ProcessDirectory(path, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            discard(hidden, e);
            throw e;
        }
    }

    private static void discard(Path hidden, Exception reason) {
        try {
            JournalOwner.delete(hidden);
            Files.deleteIfExists(hidden.resolve(LOCK));
            Files.deleteIfExists(hidden);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /**
     * Another for each outage: what an earlier one has set aside stays where it is, and who looks at an earlier one that has
     * gone, and is slow, must not take the next one for it.
     */
    private static String name(String instanceId, int number) {
        return number == 1 ? instanceId : instanceId + "-" + number;
    }

    /** The directory of a process that is dead or has closed its store; null while it may still write. */
    static @Nullable ProcessDirectory claim(Path path) throws IOException {
        try {
            JournalOwner owner = JournalOwner.read(path);
            // Closing a second channel on the lock would release the lock that this JVM holds through the first.
            if (owner != null && isThisJvm(owner) && !Files.exists(path.resolve(RELEASED))) {
                return null;
            }
            FileChannel lock = openLock(path);
            FileLock held = tryLock(lock);
            if (held == null || !Files.exists(path.resolve(LOCK))) {
                lock.close();
                return null;
            }
            return new ProcessDirectory(path, lock);
        } catch (NoSuchFileException e) {
            // Another process has just finished with it.
            return null;
        }
    }

    /** A directory with the lock gone is finished with, or nobody's if something was held in it; who writes has files. */
    private static FileChannel openLock(Path path) throws IOException {
        try {
            return FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            if (!segments(path).isEmpty() || files(path, HELD).isEmpty()) {
                throw e;
            }
            return OwnerOnly.file(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
    }

    /** Whether somebody holds the lock; it is let go at once. */
    static boolean isInUse(Path path) throws IOException {
        if (!Files.exists(path.resolve(LOCK))) {
            return false;
        }
        ProcessDirectory claimed = claim(path);
        if (claimed == null) {
            return Files.exists(path.resolve(LOCK));
        }
        claimed.lock.close();
        return false;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static boolean isThisJvm(JournalOwner owner) {
        JournalOwner here = JournalOwner.ofThisProcess(owner.instanceId(), owner.service());
        return here.equals(owner);
    }

    /** Those of processes only: a volume has a {@code lost+found}, and people leave things. */
    static List<Path> all(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                root,
                entry -> NAME.matcher(String.valueOf(entry.getFileName())).matches() && Files.isDirectory(entry))) {
            entries.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    static List<Path> segments(Path path) throws IOException {
        return files(path, SEGMENTS);
    }

    /** What is to be stored: as it was written, but for what was held. */
    static List<Path> waiting(Path path) throws IOException {
        List<Path> found = segments(path);
        found.addAll(files(path, HELD));
        return found;
    }

    /** What is kept aside: records that the database refused, and files with damage in them. */
    static List<Path> aside(Path path) throws IOException {
        List<Path> found = new ArrayList<>(files(path, REFUSED));
        found.addAll(files(path, DAMAGED));
        return found;
    }

    private static List<Path> files(Path path, String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, "*" + ending)) {
            entries.forEach(found::add);
        } catch (NoSuchFileException e) {
            return found;
        }
        found.sort(null);
        return found;
    }

    Path path() {
        return path;
    }

    List<Path> segments() throws IOException {
        return segments(path);
    }

    Path segment(long number) {
        // By number, not by time: clocks jump.
        return path.resolve("%012d".formatted(number) + SEGMENTS);
    }

    @Nullable
    JournalOwner owner() throws IOException {
        return JournalOwner.read(path);
    }

    /** Deletes a file whose records are stored; one with damage in it is kept under another name. */
    void delete(JournalSegment segment, boolean wasLast) throws IOException {
        if (segment.damagedBytes() > 0 || (segment.tornBytes() > 0 && !wasLast)) {
            Path aside = path.resolve(segment.file().getFileName() + "." + DAMAGED);
            Files.move(segment.file(), aside, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(segment.file());
        }
    }

    /**
     * Keeps those records of the file in one of their own, whole or not at all, and lets go of the file. On a full disk the
     * file is that one: to free space must not need any, and what is stored already is stored again to no effect.
     */
    Path hold(JournalSegment segment, List<byte[]> payloads, boolean wasLast) throws IOException {
        String number = String.valueOf(segment.file().getFileName()).replaceFirst("\\..*", "");
        Path held = path.resolve(number + HELD);
        Path whole;
        try {
            whole = rewrite(segment, held, payloads);
        } catch (IOException e) {
            LOG.debug("{} is kept as it is: {}", segment.file(), e.toString());
            whole = segment.file();
        }
        Files.move(whole, held, StandardCopyOption.ATOMIC_MOVE);
        OwnerOnly.force(path);
        if (!whole.equals(segment.file()) && !held.equals(segment.file())) {
            delete(segment, wasLast);
        }
        return held;
    }

    private Path rewrite(JournalSegment segment, Path held, List<byte[]> payloads) throws IOException {
        if (segment.damagedBytes() > 0 && segment.wasHeld()) {
            Files.copy(
                    held,
                    path.resolve(held.getFileName() + "." + DAMAGED),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path unfinished = path.resolve(UNFINISHED);
        Files.deleteIfExists(unfinished);
        write(unfinished, payloads);
        return unfinished;
    }

    void setAside(byte[] payload) throws IOException {
        write(path.resolve("records." + REFUSED), List.of(payload));
        OwnerOnly.force(path);
    }

    private static void write(Path to, List<byte[]> payloads) throws IOException {
        try (FileChannel file =
                OwnerOnly.file(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long before = file.size();
            ByteBuffer frames = Frames.encode(payloads);
            try {
                while (frames.hasRemaining()) {
                    file.write(frames);
                }
                file.force(true);
            } catch (IOException e) {
                file.truncate(before);
                throw e;
            }
        }
    }

    /** Lets others have what is left; removes itself when nothing is. */
    @Override
    public void close() throws IOException {
        try {
            if (waiting(path).isEmpty() && aside(path).isEmpty()) {
                Files.deleteIfExists(path.resolve(UNFINISHED));
                JournalOwner.delete(path);
                Files.deleteIfExists(path.resolve(RELEASED));
                Files.deleteIfExists(path.resolve(LOCK));
                Files.deleteIfExists(path);
            } else if (!Files.exists(path.resolve(RELEASED))) {
                Files.createFile(path.resolve(RELEASED));
            }
        } finally {
            lock.close();
        }
    }
}
