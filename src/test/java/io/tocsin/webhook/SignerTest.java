package io.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.SigningSecret;
import java.nio.charset.StandardCharsets;
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

    private static String sign(String secret, String id, long unixSeconds, String body) {
        return new Signer(SigningSecret.parse(secret)).sign(id, unixSeconds, body.getBytes(StandardCharsets.UTF_8));
    }
}
