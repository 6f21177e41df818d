package dev.backstory.personal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What stands in an event in place of a personal value: {@code $personal:1:<id of the key>:<IV and AES-GCM text in Base64>},
 * bound to the event and the field, so that it cannot be moved to another. Without text it was withheld, because the subject
 * was erased before the event was published.
 *
 * <p>The IV is a keyed hash of value and place instead of random: publishing the same event again gives the same text, so
 * that it counts as the same content. It repeats only where value, event and field are the same.
 */
public final class PersonalText {

    /** Before the key of a metadata entry, where fields of data have their JSON pointer. */
    public static final String METADATA = "metadata/";

    /** Before the key of an attribute of a step; the step's id then stands for the event's. */
    public static final String STEP = "step/";

    private static final String PREFIX = "$personal:1:";
    private static final int ID = 36;
    private static final int IV = 12;
    private static final byte[] FOR_IV = MasterKeys.bytes("backstory iv");

    /** Pure ASCII, so that halves of surrogate pairs survive. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private PersonalText() {}

    /** Whether the text looks like one; the application's own data is not allowed to. */
    public static boolean is(String text) {
        return text.startsWith(PREFIX)
                && text.length() > PREFIX.length() + ID
                && text.charAt(PREFIX.length() + ID) == ':';
    }

    /** The value as it is stored; withheld when the key was destroyed. */
    public static String encrypt(SubjectKey key, String eventId, String field, JsonNode value) {
        byte[] secret = key.secret();
        if (secret == null) {
            return PREFIX + key.id() + ":";
        }
        byte[] plain = JSON.writeValueAsString(value).getBytes(StandardCharsets.US_ASCII);
        byte[] bound = bound(eventId, field);
        byte[] iv = Arrays.copyOf(MasterKeys.hmac(MasterKeys.hmac(secret, FOR_IV), joinApart(bound, plain)), IV);
        byte[] sealed = MasterKeys.gcm(Cipher.ENCRYPT_MODE, secret, iv, bound, plain);
        if (sealed == null) {
            throw new IllegalStateException("this JVM cannot encrypt with AES-GCM");
        }
        return PREFIX + key.id() + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(join(iv, sealed));
    }

    /** The id of the key that a text names. */
    static String keyId(String text) {
        return text.substring(PREFIX.length(), PREFIX.length() + ID);
    }

    /** The value; null when this is not what was encrypted with that key for that place. */
    static @Nullable JsonNode decrypt(byte[] secret, String eventId, String field, String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length() + ID + 1));
            if (bytes.length <= IV) {
                return null;
            }
            byte[] plain = MasterKeys.gcm(
                    Cipher.DECRYPT_MODE,
                    secret,
                    Arrays.copyOf(bytes, IV),
                    bound(eventId, field),
                    Arrays.copyOfRange(bytes, IV, bytes.length));
            return plain == null ? null : JSON.readTree(plain);
        } catch (IllegalArgumentException | JacksonException e) {
            return null;
        }
    }

    /** An event's id has always the same length, so the two cannot run into each other. */
    private static byte[] bound(String eventId, String field) {
        return MasterKeys.bytes(eventId + field);
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** With the length of the first, so that no other place and value make the same bytes, and so the same IV. */
    private static byte[] joinApart(byte[] first, byte[] second) {
        return ByteBuffer.allocate(Integer.BYTES + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .put(second)
                .array();
    }
}
