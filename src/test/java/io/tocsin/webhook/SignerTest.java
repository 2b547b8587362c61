package io.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.SecretBox;
import io.tocsin.delivery.SigningSecret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class SignerTest {
    /** The official Java library's own test. */
    @Test
    void sign_vectorOfTheJavaLibrary() {
        assertThat(sign(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    /** Svix's documentation. */
    @Test
    void sign_vectorOfSvix() {
        assertThat(sign(
                        "whsec_plJ3nmyCDGBKInavdOK15jsl",
                        "msg_loFOjxBNrRLzqYUf",
                        1731705121,
                        "{\"event_type\":\"ping\",\"data\":{\"success\":true}}"))
                .isEqualTo("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
    }

    /** Both, the new one first, until the old one's time is over; then the new one alone. */
    @Test
    void sign_whileASecretRetires_isWithBoth() {
        SecretBox box = new SecretBox(new SecretKeySpec(new byte[32], "AES"), new SecureRandom());
        SigningSecret old = SigningSecret.generate(new SecureRandom());
        SigningSecret young = SigningSecret.generate(new SecureRandom());
        Endpoint rotated = new Endpoint(
                        new EndpointId("ep_1"),
                        URI.create("https://example.org/"),
                        Set.of(),
                        "",
                        true,
                        old.seal(box),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        1)
                .rotated(young.seal(box), Instant.ofEpochSecond(100), Instant.EPOCH);
        Signer signer = Signer.of(rotated, box);
        byte[] body = {1, 2, 3};
        assertThat(signer.sign("a", 99, body))
                .isEqualTo(new Signer(young).sign("a", 99, body) + " " + new Signer(old).sign("a", 99, body));
        assertThat(signer.sign("a", 100, body)).isEqualTo(new Signer(young).sign("a", 100, body));
    }

    private static String sign(String secret, String id, long unixSeconds, String body) {
        return new Signer(SigningSecret.parse(secret)).sign(id, unixSeconds, body.getBytes(StandardCharsets.UTF_8));
    }
}
