package io.tocsin.webhook;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.SecretBox;
import io.tocsin.delivery.SigningSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Standard Webhooks 1.0 says, {@code v1}: HMAC-SHA256 over id, timestamp and body. While a secret retires,
 * with it as well: whoever has not changed over yet finds a signature that fits.
 */
final class Signer {
    private static final String ALGORITHM = "HmacSHA256";

    /** Latest first. */
    private final List<Key> keys;

    private record Key(SecretKeySpec key, Instant until) {
        Key(SigningSecret secret, Instant until) {
            this(new SecretKeySpec(secret.bytes(), ALGORITHM), until);
        }
    }

    Signer(SigningSecret secret) {
        this(List.of(new Key(secret, Instant.MAX)));
    }

    private Signer(List<Key> keys) {
        this.keys = keys;
    }

    /** Fails with {@link IllegalArgumentException} if a secret of the endpoint cannot be opened. */
    static Signer of(Endpoint endpoint, SecretBox box) {
        return new Signer(Stream.concat(
                        Stream.of(new Key(SigningSecret.open(endpoint.secret(), box), Instant.MAX)),
                        endpoint.retiring().stream()
                                .map(before -> new Key(SigningSecret.open(before.secret(), box), before.until())))
                .toList());
    }

    /** The {@code webhook-signature} of a body that is sent at {@code unixSeconds}. */
    String sign(String id, long unixSeconds, byte[] body) {
        byte[] before = (id + "." + unixSeconds + ".").getBytes(StandardCharsets.UTF_8);
        return keys.stream()
                .filter(key -> unixSeconds < key.until().getEpochSecond())
                .map(key -> sign(key.key(), before, body))
                .collect(Collectors.joining(" "));
    }

    private static String sign(SecretKeySpec key, byte[] before, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(before);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
