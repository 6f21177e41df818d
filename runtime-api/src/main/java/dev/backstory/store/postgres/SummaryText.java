package dev.backstory.store.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Text as the summaries hold it: every text has one form, PostgreSQL takes it, and it fits into an index. A long text is
 * represented by its beginning and its digest, and is found by the whole of it.
 */
final class SummaryText {

    private static final char MARK = '\u0001';
    private static final int LONGEST = 400;
    private static final int BEGINNING = 200;

    private SummaryText() {}

    /** For comparing: two texts have one key only if they are equal. */
    static String key(String text) {
        String encoded = encode(text);
        return encoded.length() <= LONGEST ? encoded : beginning(encoded) + '…' + digest(encoded);
    }

    /** For showing: what {@link #decode} makes the text of again, shortened when it is long. */
    static String shown(String text) {
        return encode(text.length() <= LONGEST ? text : beginning(text) + '…');
    }

    static String decode(String stored) {
        return !stored.isEmpty() && stored.charAt(0) == MARK ? Escapes.unescape(stored.substring(1)) : stored;
    }

    private static String encode(String text) {
        boolean plain = !Escapes.needed(text) && (text.isEmpty() || text.charAt(0) != MARK);
        return plain ? text : MARK + Escapes.escape(text);
    }

    private static String beginning(String text) {
        int end = Character.isHighSurrogate(text.charAt(BEGINNING - 1)) ? BEGINNING - 1 : BEGINNING;
        return text.substring(0, end);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
