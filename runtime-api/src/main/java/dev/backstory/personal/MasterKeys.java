package dev.backstory.personal;

import dev.backstory.PublishException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The master key, which never is in the database, and its predecessors: the newest first, and none ever taken away while keys
 * that it wrapped are in use. The newest wraps new keys; the oldest hides whose keys they are.
 */
public final class MasterKeys {

    private static final int BYTES = 32;
    private static final int IV = 12;
    private static final int NAME = 4;
    private static final byte VERSION = 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<byte[]> keys;

    private MasterKeys(List<byte[]> keys) {
        this.keys = keys;
    }

    /**
     * From text: keys of 32 bytes in Base64, one per line or divided by commas, the newest first; a line that begins with
     * {@code #} is a comment.
     *
     * @throws IllegalArgumentException when it is something else; says nothing of what was given
     */
    public static MasterKeys parse(String text) {
        List<byte[]> keys = new ArrayList<>();
        for (String line : text.split("[\\r\\n,]+", -1)) {
            String key = line.strip();
            if (!key.isEmpty() && !key.startsWith("#")) {
                keys.add(decoded(key));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it has no key");
        }
        return new MasterKeys(keys);
    }

    /** From a file as {@link #parse} reads it. */
    public static MasterKeys read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /**
     * As the settings {@code backstory.master-key.file} and {@code backstory.master-key} say; null when both are empty.
     *
     * @throws PublishException when what they say cannot be used: personal data could not be stored or read at all
     */
    public static @Nullable MasterKeys configured(String file, String text) {
        try {
            if (!file.isBlank()) {
                return read(Path.of(file.strip()));
            }
            return text.isBlank() ? null : parse(text);
        } catch (IOException | InvalidPathException e) {
            throw new PublishException("backstory.master-key.file=" + file + " cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new PublishException((file.isBlank() ? "backstory.master-key" : "backstory.master-key.file")
                    + " cannot be used: " + e.getMessage()
                    + ". It takes 32 random bytes in Base64 (openssl rand -base64 32), the newest first, one"
                    + " per line.");
        }
    }

    /** As the system properties or the environment of this process say; null when they say nothing. */
    public static @Nullable MasterKeys ofProcess() {
        return configured(
                setting("backstory.master-key.file", "BACKSTORY_MASTER_KEY_FILE"),
                setting("backstory.master-key", "BACKSTORY_MASTER_KEY"));
    }

    private static String setting(String property, String variable) {
        String value = System.getProperty(property, System.getenv(variable));
        return value == null ? "" : value;
    }

    /** A new one, for a store that lives no longer than this process. */
    public static MasterKeys random() {
        return new MasterKeys(List.of(randomBytes(BYTES)));
    }

    private static byte[] decoded(String key) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a key is not Base64");
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key has " + bytes.length + " bytes, not " + BYTES);
        }
        return bytes;
    }

    /** Whose key it is, so that the table of keys does not tell, and neither does what is left after an erasure. */
    byte[] hashOf(String subject) {
        byte[] oldest = keys.get(keys.size() - 1);
        return hmac(hmac(oldest, "backstory subject".getBytes(StandardCharsets.UTF_8)), bytes(subject));
    }

    /** Tells apart which key {@link #hashOf} uses, and nothing of the key. */
    byte[] fingerprint() {
        return hmac(keys.get(keys.size() - 1), bytes("backstory fingerprint"));
    }

    /** The secret, encrypted under the newest master key and bound to its row, so that rows cannot be exchanged. */
    byte[] wrap(byte[] secret, String keyId, byte[] subjectHash) {
        byte[] master = keys.get(0);
        byte[] iv = randomBytes(IV);
        byte[] sealed = gcm(Cipher.ENCRYPT_MODE, master, iv, bound(keyId, subjectHash), secret);
        if (sealed == null) {
            throw new IllegalStateException("this JVM cannot encrypt with AES-GCM");
        }
        return ByteBuffer.allocate(1 + NAME + IV + sealed.length)
                .put(VERSION)
                .put(name(master))
                .put(iv)
                .put(sealed)
                .array();
    }

    /** Null when none of the master keys wrapped it, or the row is not the one that it was wrapped for. */
    byte @Nullable [] unwrap(byte[] wrapped, String keyId, byte[] subjectHash) {
        if (wrapped.length <= 1 + NAME + IV || wrapped[0] != VERSION) {
            return null;
        }
        byte[] name = Arrays.copyOfRange(wrapped, 1, 1 + NAME);
        byte[] iv = Arrays.copyOfRange(wrapped, 1 + NAME, 1 + NAME + IV);
        byte[] sealed = Arrays.copyOfRange(wrapped, 1 + NAME + IV, wrapped.length);
        for (byte[] each : keys) {
            if (Arrays.equals(name(each), name)) {
                byte[] secret = gcm(Cipher.DECRYPT_MODE, each, iv, bound(keyId, subjectHash), sealed);
                if (secret != null) {
                    return secret;
                }
            }
        }
        return null;
    }

    private static byte[] name(byte[] master) {
        return Arrays.copyOf(hmac(master, "backstory name".getBytes(StandardCharsets.UTF_8)), NAME);
    }

    private static byte[] bound(String keyId, byte[] subjectHash) {
        byte[] id = bytes(keyId);
        return ByteBuffer.allocate(id.length + subjectHash.length)
                .put(id)
                .put(subjectHash)
                .array();
    }

    static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    /** Null when what is to be decrypted was not encrypted so. */
    static byte @Nullable [] gcm(int mode, byte[] key, byte[] iv, byte[] bound, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
            cipher.updateAAD(bound);
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** Says nothing of the keys. */
    @Override
    public String toString() {
        return "MasterKeys[" + keys.size() + "]";
    }
}
