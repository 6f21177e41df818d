package dev.backstory.viewer.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords as they are kept: {@code pbkdf2-sha256$iterations$salt$hash}, by the platform's own cryptography. */
public final class Passwords {

    private static final String SCHEME = "pbkdf2-sha256";
    private static final int ITERATIONS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private Passwords() {}

    /** What to keep of a new password. */
    public static String hash(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return String.join(
                "$",
                SCHEME,
                Integer.toString(ITERATIONS),
                base64.encodeToString(salt),
                base64.encodeToString(derived(password, salt, ITERATIONS)));
    }

    /** Whether that is the password; in the same time, whatever the difference. */
    static boolean matches(char[] password, String kept) {
        String[] parts = kept.split("\\$", -1);
        byte[] expected = Base64.getDecoder().decode(parts[3]);
        byte[] found = derived(password, Base64.getDecoder().decode(parts[2]), Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(expected, found);
    }

    /** Whether it is something that {@link #hash} made. */
    static boolean isHash(String kept) {
        return kept.matches(SCHEME + "\\$[1-9][0-9]{4,7}\\$[A-Za-z0-9+/]{20,64}\\$[A-Za-z0-9+/]{43}");
    }

    /** Something to compare with when there is no such user, so that the time does not tell. */
    static String nobody() {
        return hash(Base64.getEncoder()
                .encodeToString(new SecureRandom().generateSeed(16))
                .toCharArray());
    }

    private static byte[] derived(char[] password, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password, salt, iterations, HASH_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256", e);
        }
    }

    /** A digest under which a login that was right a moment ago is remembered. */
    static String digest(byte[] key, String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key);
            return Base64.getEncoder().encodeToString(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
