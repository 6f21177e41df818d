package dev.backstory.store.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Records as they lie in a file: a mark, the length, a checksum over length and content, the content. The mark lets a
 * reader find the next record behind one that the disk has damaged.
 */
final class Frames {

    static final int HEADER = 12;
    private static final int MARK = 0xB5_4A_0D_01;

    private Frames() {}

    /** What a file holds. */
    record Content(List<byte[]> payloads, long damagedBytes, long trailingBytes) {}

    static ByteBuffer encode(List<byte[]> payloads) {
        int size = 0;
        for (byte[] each : payloads) {
            size = Math.addExact(size, HEADER + each.length);
        }
        ByteBuffer frames = ByteBuffer.allocate(size);
        for (byte[] each : payloads) {
            frames.putInt(MARK).putInt(each.length).putInt(checksum(each)).put(each);
        }
        return frames.flip();
    }

    static Content decode(ByteBuffer file) {
        List<byte[]> payloads = new ArrayList<>();
        long damaged = 0;
        int skipped = 0;
        int at = 0;
        while (at < file.limit()) {
            byte[] payload = at(file, at);
            if (payload == null) {
                skipped++;
                at++;
                continue;
            }
            damaged += skipped;
            skipped = 0;
            payloads.add(payload);
            at += HEADER + payload.length;
        }
        return new Content(payloads, damaged, skipped);
    }

    private static byte @Nullable [] at(ByteBuffer file, int at) {
        if (file.limit() - at < HEADER || file.getInt(at) != MARK) {
            return null;
        }
        int length = file.getInt(at + 4);
        if (length < 0 || length > file.limit() - at - HEADER) {
            return null;
        }
        byte[] payload = new byte[length];
        file.get(at + HEADER, payload);
        return checksum(payload) == file.getInt(at + 8) ? payload : null;
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(payload.length).flip());
        crc.update(payload);
        return (int) crc.getValue();
    }
}
