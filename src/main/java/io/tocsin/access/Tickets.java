package io.tocsin.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a browser opens a session with in place of its key: {@code tt_} and base64url of a version, the time when it
 * ends, a number of its own, the key's id, and the first half of an HMAC-SHA-256 over all of it. Every member that has
 * the secret takes it; each takes it once. Callable from any thread.
 */
public final class Tickets {
    public static final Duration LIFE = Duration.ofSeconds(30);

    private static final String PREFIX = "tt_";
    private static final byte VERSION = 1;
    private static final int MAC_BYTES = 16;
    private static final int HEAD_BYTES = 1 + Long.BYTES + Long.BYTES;
    private static final int MAX_LENGTH = 200;
    /** Those taken within a ticket's life; more are refused rather than forgotten. */
    private static final int MAX_TAKEN = 200_000;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] LABEL = "tocsin ticket".getBytes(StandardCharsets.US_ASCII);

    private final byte[] secret;
    private final InstantSource clock;
    private final RandomGenerator random;
    // Guarded by this. By number, with when the ticket ends.
    private final Map<Long, Instant> taken = new LinkedHashMap<>();

    /** A ticket, and when it ends. */
    public record Ticket(String text, Instant expiresAt) {
        @Override
        public String toString() {
            return "Ticket[…, expiresAt=" + expiresAt + "]";
        }
    }

    /**
     * @param secret a key that is also used for other things: what signs tickets is derived from it
     * @param random fit for secrets
     */
    public Tickets(SecretKey secret, InstantSource clock, RandomGenerator random) {
        this.secret = mac(secret.getEncoded(), LABEL);
        this.clock = clock;
        this.random = random;
    }

    static boolean looksLikeOne(String text) {
        return text.startsWith(PREFIX);
    }

    /** A ticket for whoever holds the key with this id. */
    public Ticket issue(String keyId) {
        Instant end = Instant.ofEpochSecond(clock.instant().plus(LIFE).getEpochSecond());
        byte[] holder = keyId.getBytes(StandardCharsets.US_ASCII);
        byte[] said = ByteBuffer.allocate(HEAD_BYTES + holder.length)
                .put(VERSION)
                .putLong(end.getEpochSecond())
                .putLong(random.nextLong())
                .put(holder)
                .array();
        byte[] whole = Arrays.copyOf(said, said.length + MAC_BYTES);
        System.arraycopy(mac(secret, said), 0, whole, said.length, MAC_BYTES);
        return new Ticket(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(whole), end);
    }

    /** The id of the key that it was made for, if the ticket is ours, still good, and brought for the first time. */
    public Optional<String> take(String text) {
        Optional<byte[]> bytes = bytes(text);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        byte[] whole = bytes.get();
        byte[] said = Arrays.copyOf(whole, whole.length - MAC_BYTES);
        byte[] signature = Arrays.copyOfRange(whole, said.length, whole.length);
        if (!MessageDigest.isEqual(signature, Arrays.copyOf(mac(secret, said), MAC_BYTES)) || said[0] != VERSION) {
            return Optional.empty();
        }
        Instant end = Instant.ofEpochSecond(ByteBuffer.wrap(said).getLong(1));
        return first(ByteBuffer.wrap(said).getLong(1 + Long.BYTES), end)
                ? Optional.of(new String(said, HEAD_BYTES, said.length - HEAD_BYTES, StandardCharsets.US_ASCII))
                : Optional.empty();
    }

    private static Optional<byte[]> bytes(String text) {
        if (!looksLikeOne(text) || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            return bytes.length > HEAD_BYTES + MAC_BYTES ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private synchronized boolean first(long number, Instant end) {
        Instant now = clock.instant();
        taken.values().removeIf(over -> !over.isAfter(now));
        return end.isAfter(now) && taken.size() < MAX_TAKEN && taken.putIfAbsent(number, end) == null;
    }

    private static byte[] mac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
