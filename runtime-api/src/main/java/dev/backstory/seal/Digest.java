package dev.backstory.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** SHA-256 over values, each with its length, so that no two lists of values are the same bytes. */
final class Digest {

    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    void add(@Nullable String text) {
        if (text == null) {
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(-1).flip());
        } else {
            add(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    void add(byte[] bytes) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sha256.update(bytes);
    }

    void add(long number) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }

    /** The digest; this object begins anew. */
    byte[] value() {
        return sha256.digest();
    }
}
