package io.tocsin.wire;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A cursor as clients carry it: opaque to them. Base64url of a version byte, the sequence (64 bits), the subscription
 * id, and a CRC-32C over all of it, which finds a cursor that was cut, mistyped or made up.
 */
public final class CursorText {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + Long.BYTES + Integer.BYTES;

    private CursorText() {}

    public static String encode(Cursor cursor) {
        byte[] subscription = cursor.subscription().value().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + subscription.length)
                .put(VERSION)
                .putLong(cursor.sequence())
                .put(subscription);
        bytes.putInt(checksum(bytes.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Fails with {@link MalformedException} if the text is not a cursor that we made. */
    public static Cursor decode(String text) {
        byte[] bytes = bytes(text);
        if (bytes.length <= FIXED_BYTES || bytes[0] != VERSION) {
            throw malformed(text);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        long sequence = in.getLong();
        byte[] subscription = new byte[bytes.length - FIXED_BYTES];
        in.get(subscription);
        if (in.getInt() != checksum(bytes)) {
            throw malformed(text);
        }
        Cursor cursor = cursor(text, new String(subscription, StandardCharsets.US_ASCII), sequence);
        // The last letter of base64 has bits to spare, and padding is optional: only one spelling is ours.
        if (!encode(cursor).equals(text)) {
            throw malformed(text);
        }
        return cursor;
    }

    private static Cursor cursor(String text, String subscription, long sequence) {
        try {
            return new Cursor(new SubscriptionId(subscription), sequence);
        } catch (IllegalArgumentException e) {
            throw malformed(text);
        }
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed(text);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - Integer.BYTES);
        return (int) crc.getValue();
    }

    private static MalformedException malformed(String text) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return new MalformedException("cursor", '"' + shown + '"', "a cursor as this service gave it");
    }
}
