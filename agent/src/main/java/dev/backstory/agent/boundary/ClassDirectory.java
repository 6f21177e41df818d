package dev.backstory.agent.boundary;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Changed classes in files, one each. A file holds the class as it was too, and is believed only when that is, byte by byte,
 * the class that is being loaded: another JDK, or an agent that changed it before us, makes another file. JVMs that start
 * at once write the same; a file appears whole, by being renamed, and one that is not what it should be counts as absent.
 */
final class ClassDirectory implements ClassCache {

    private static final int MAGIC = 0xBAC50001;
    private static final int HEAD = 4 * Integer.BYTES;
    private static final long NOTED_MILLIS = 7 * 24 * 3_600_000L;

    private final File directory;
    private final TrustedFiles trust;
    private volatile boolean mayWrite = true;

    ClassDirectory(File directory, TrustedFiles trust) {
        this.directory = directory;
        this.trust = trust;
    }

    @Override
    public @Nullable Changed find(Candidate candidate) {
        byte[] wanted = identity(candidate);
        File file = file(candidate, wanted);
        if (!trust.trusts(file)) {
            return null;
        }
        try (FileInputStream in = new FileInputStream(file)) {
            Changed found = changed(in.readAllBytes(), wanted, candidate.classFile);
            if (found != null) {
                noteUse(file);
            }
            return found;
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    /** By its time, for {@link UnusedClasses}; not at each start, because most of them write nothing. */
    private static void noteUse(File file) {
        long now = System.currentTimeMillis();
        if (now - file.lastModified() > NOTED_MILLIS) {
            // Without success on a disk that is read only, where it cannot be deleted either.
            boolean unused = file.setLastModified(now);
        }
    }

    private static @Nullable Changed changed(byte[] content, byte[] wanted, byte[] classFile) {
        ByteBuffer in = ByteBuffer.wrap(content);
        if (content.length < HEAD || in.getInt() != MAGIC || in.getInt() != crc(content, 2 * Integer.BYTES)) {
            return null;
        }
        int identity = in.getInt();
        int by = in.getInt();
        int original = HEAD + identity;
        int names = original + classFile.length;
        int changed = names + by;
        if (identity != wanted.length
                || by < 0
                || changed > content.length
                || !Arrays.equals(content, HEAD, original, wanted, 0, identity)
                || !Arrays.equals(content, original, names, classFile, 0, classFile.length)) {
            return null;
        }
        return new Changed(
                new String(content, names, by, StandardCharsets.UTF_8),
                Arrays.copyOfRange(content, changed, content.length),
                true);
    }

    @Override
    public void keep(Candidate candidate, Changed changed) {
        if (!mayWrite) {
            return;
        }
        byte[] identity = identity(candidate);
        byte[] by = changed.by.getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(
                HEAD + identity.length + candidate.classFile.length + by.length + changed.classFile.length);
        content.putInt(MAGIC).putInt(0).putInt(identity.length).putInt(by.length);
        content.put(identity).put(candidate.classFile).put(by).put(changed.classFile);
        content.putInt(Integer.BYTES, crc(content.array(), 2 * Integer.BYTES));
        // Not by the process's id: who asks for it starts a thread pool, whose classes would then be left as they are.
        File written = new File(directory, "new-" + System.nanoTime());
        try {
            if (!written.createNewFile()) {
                return;
            }
            try (FileOutputStream out = new FileOutputStream(written)) {
                out.write(content.array());
            }
        } catch (IOException | RuntimeException full) {
            // A disk that is full or read-only stays so for the other classes too.
            mayWrite = false;
            delete(written);
            return;
        }
        if (!written.renameTo(file(candidate, identity))) {
            delete(written);
        }
    }

    /**
     * Looks for what nobody needs any more where there is something new since somebody last looked. Not when a class is kept: the thread could
     * hold the loader of that class.
     */
    @Override
    public void startIsOver() {
        if (directory.lastModified() > new File(directory, UnusedClasses.LOOKED).lastModified()) {
            new UnusedClasses(directory).start();
        }
    }

    private void delete(File file) {
        if (!file.delete()) {
            mayWrite = false;
        }
    }

    private File file(Candidate candidate, byte[] identity) {
        CRC32 crc = new CRC32();
        crc.update(identity);
        crc.update(candidate.classFile);
        return new File(directory, candidate.name + "-" + Long.toHexString(crc.getValue()));
    }

    /** With the class file all that decides what becomes of the class; the agent's own version is the directory's name. */
    private static byte[] identity(Candidate candidate) {
        return candidate.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int crc(byte[] content, int from) {
        CRC32 crc = new CRC32();
        crc.update(content, from, content.length - from);
        return (int) crc.getValue();
    }
}
