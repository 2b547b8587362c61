package io.tocsin.delivery;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What an endpoint's deliveries are signed with, in the clear: held only while it is told to the endpoint's owner or
 * used. What is kept is its bytes in a {@link SealedSecret}.
 */
public final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;

    private final byte[] bytes;

    private SigningSecret(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("signing secret: empty (expected: 1 byte or more)");
        }
        this.bytes = bytes.clone();
    }

    /** A new one. */
    public static SigningSecret generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SigningSecret(bytes);
    }

    /** Reads the form that endpoints know: {@code whsec_} and base64. */
    public static SigningSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("signing secret: not shown (expected: whsec_ and base64)");
        }
        return new SigningSecret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
    }

    /** Opens a sealed one; fails with {@link IllegalArgumentException} if the box has another key. */
    public static SigningSecret open(SealedSecret sealed, SecretBox box) {
        return new SigningSecret(box.open(sealed));
    }

    public SealedSecret seal(SecretBox box) {
        return box.seal(bytes);
    }

    /** The form that endpoints know. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** The bytes themselves, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Does not show it. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
