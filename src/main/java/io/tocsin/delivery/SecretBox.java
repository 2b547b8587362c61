package io.tocsin.delivery;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals and opens endpoint secrets: AES-GCM with a random 96-bit nonce before the ciphertext and a 128-bit tag after it
 * (NIST SP 800-38D). Usable from any thread.
 */
public final class SecretBox {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random;

    public SecretBox(SecretKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    public SealedSecret seal(byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + secret.length + TAG_BITS / Byte.SIZE);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce);
            int written = cipher.doFinal(secret, 0, secret.length, sealed, NONCE_BYTES);
            return new SealedSecret(Base64.getEncoder().encodeToString(Arrays.copyOf(sealed, NONCE_BYTES + written)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Opens it; fails with {@link IllegalArgumentException} if it was sealed with another key or changed since. */
    public byte[] open(SealedSecret secret) {
        try {
            byte[] sealed = Base64.getDecoder().decode(secret.base64());
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES));
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("secret: cannot be opened (expected: sealed with this node's key)", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
