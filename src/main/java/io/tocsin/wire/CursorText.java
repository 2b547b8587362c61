package io.tocsin.wire;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A cursor as clients carry it: opaque to them. Base64url of a version byte, the sequence (64 bits), the subscription
 * id, and the first 64 bits of an HMAC-SHA-256 over all of it, so that nobody but us can make or change one. Usable
 * from any thread.
 */
public final class CursorText {
    private static final byte VERSION = 2;
    private static final int MAC_BYTES = 8;
    private static final int FIXED_BYTES = 1 + Long.BYTES + MAC_BYTES;
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] LABEL = "tocsin cursor".getBytes(StandardCharsets.US_ASCII);

    private final ThreadLocal<Mac> macs;

    /**
     * Cursors of whoever has this key: valid after a restart, and on every member that shares it.
     *
     * @param secret a key that is also used for other things: what signs cursors is derived from it
     */
    public CursorText(SecretKey secret) {
        byte[] derived = mac(secret.getEncoded()).doFinal(LABEL);
        this.macs = ThreadLocal.withInitial(() -> mac(derived));
    }

    public String encode(Cursor cursor) {
        byte[] subscription = cursor.subscription().value().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + subscription.length)
                .put(VERSION)
                .putLong(cursor.sequence())
                .put(subscription);
        bytes.put(signature(bytes.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Fails with {@link MalformedException} if the text is not a cursor that we made. */
    public Cursor decode(String text) {
        byte[] bytes = bytes(text);
        if (bytes.length <= FIXED_BYTES) {
            throw malformed(text);
        }
        if (bytes[0] != VERSION) {
            throw new MalformedException(
                    "cursor", "of version " + Byte.toUnsignedInt(bytes[0]), "version " + VERSION + ", as given now");
        }
        byte[] signature = Arrays.copyOfRange(bytes, bytes.length - MAC_BYTES, bytes.length);
        // The last letter of base64 has bits to spare, and padding is optional: only one spelling is ours.
        if (!MessageDigest.isEqual(signature, signature(bytes))
                || !Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(bytes)
                        .equals(text)) {
            throw new MalformedException("cursor", shown(text) + " was changed or is not ours", "a cursor as given");
        }
        String subscription = new String(bytes, 1 + Long.BYTES, bytes.length - FIXED_BYTES, StandardCharsets.US_ASCII);
        return new Cursor(
                new SubscriptionId(subscription),
                ByteBuffer.wrap(bytes, 1, Long.BYTES).getLong());
    }

    private byte[] signature(byte[] bytes) {
        Mac mac = macs.get();
        mac.update(bytes, 0, bytes.length - MAC_BYTES);
        return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed(text);
        }
    }

    private static MalformedException malformed(String text) {
        return new MalformedException("cursor", shown(text), "a cursor as this service gave it");
    }

    private static String shown(String text) {
        return '"' + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + '"';
    }
}
