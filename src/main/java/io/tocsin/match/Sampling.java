package io.tocsin.match;

import io.tocsin.post.PostId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Which posts are in a sample: the same on every member, in every release and for every rule. */
final class Sampling {
    private static final int BUCKETS = 100;

    private Sampling() {}

    /**
     * The post's bucket, 0 to 99: the first eight bytes of the SHA-256 of {@code source/id} in UTF-8, a big-endian
     * number without sign, modulo 100. A sample of n percent is the buckets below n, so a smaller one is part of each
     * larger one.
     */
    static int bucket(PostId post) {
        byte[] name = (post.source() + "/" + post.id()).getBytes(StandardCharsets.UTF_8);
        long hash = ByteBuffer.wrap(sha256().digest(name)).getLong();
        return (int) Long.remainderUnsigned(hash, BUCKETS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
