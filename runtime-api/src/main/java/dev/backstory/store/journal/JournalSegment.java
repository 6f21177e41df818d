package dev.backstory.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one file.
 *
 * @param file where they are
 * @param payloads what was written, in order
 * @param size the file's bytes
 * @param damagedBytes bytes with records behind them that are none: the disk's fault
 * @param tornBytes bytes at the end that are no whole record: the process died while it wrote them
 */
public record JournalSegment(Path file, List<byte[]> payloads, long size, long damagedBytes, long tornBytes) {

    /** Large enough for fast appends, small enough to be read as a whole and, after a crash, once more. */
    static final long SIZE = 4L << 20;

    /** Whether its records could not be stored before, while others were. */
    public boolean wasHeld() {
        return file.toString().endsWith(ProcessDirectory.HELD);
    }

    /** Null when it was stored and deleted meanwhile. */
    static @Nullable JournalSegment readIfThere(Path file) throws IOException {
        try {
            return read(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    static JournalSegment read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Frames.Content content = Frames.decode(ByteBuffer.wrap(bytes));
        return new JournalSegment(
                file, content.payloads(), bytes.length, content.damagedBytes(), content.trailingBytes());
    }
}
