package dev.backstory.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An Ed25519 key that signs seals, or checks their signatures, from a PEM file outside the database:
 * {@code openssl genpkey -algorithm ed25519}, {@code openssl pkey -pubout}.
 */
public final class SealKey {

    private static final String ALGORITHM = "Ed25519";

    private final @Nullable PrivateKey signs;
    private final @Nullable PublicKey checks;

    private SealKey(@Nullable PrivateKey signs, @Nullable PublicKey checks) {
        this.signs = signs;
        this.checks = checks;
    }

    /** The private or public key of that file. */
    public static SealKey read(Path file) throws IOException {
        String pem = Files.readString(file);
        try {
            byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            return pem.contains("PRIVATE KEY")
                    ? new SealKey(factory.generatePrivate(new PKCS8EncodedKeySpec(key)), null)
                    : new SealKey(null, factory.generatePublic(new X509EncodedKeySpec(key)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is not an Ed25519 key in PEM: " + e.getMessage(), e);
        }
    }

    byte[] sign(byte[] head) {
        PrivateKey key = signs;
        if (key == null) {
            throw new IllegalStateException("a public key cannot sign");
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(head);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the seal cannot be signed", e);
        }
    }

    boolean isSigned(byte[] head, byte @Nullable [] by) {
        PublicKey key = checks;
        if (key == null) {
            throw new IllegalStateException("a private key does not check; give the public one");
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(head);
            return by != null && signature.verify(by);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
