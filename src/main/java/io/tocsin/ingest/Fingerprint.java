package io.tocsin.ingest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells bodies apart that are too long to be kept. */
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    void add(byte[] bytes) {
        digest.update(bytes);
    }

    /** Of all that was added; nothing more may be. */
    String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
