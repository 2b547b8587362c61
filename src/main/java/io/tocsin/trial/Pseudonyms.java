package io.tocsin.trial;

import io.tocsin.post.Post;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Names that authors are shown under: without the key there is no way back, nor from a guess to its name. */
final class Pseudonyms {
    private static final String HMAC = "HmacSHA256";
    private static final int BYTES = 8;

    private final SecretKeySpec key;

    Pseudonyms(byte[] key) {
        this.key = new SecretKeySpec(key, HMAC);
    }

    String of(Post post) {
        byte[] source = post.id().source().getBytes(StandardCharsets.UTF_8);
        byte[] author = post.author().id().getBytes(StandardCharsets.UTF_8);
        Mac mac = mac();
        mac.update(source);
        // Where the source's name ends.
        mac.update((byte) 0);
        byte[] digest = mac.doFinal(author);
        return "au_" + HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every JDK has " + HMAC, e);
        }
    }
}
