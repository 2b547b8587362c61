package io.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class SigningSecretTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void generate_is32Bytes_andNeverTheSame() {
        SigningSecret secret = SigningSecret.generate(random);
        assertThat(secret.bytes())
                .hasSize(32)
                .isNotEqualTo(SigningSecret.generate(random).bytes());
    }

    @Test
    void parse_readsWhatTextWrote() {
        SigningSecret secret = SigningSecret.generate(random);
        assertThat(SigningSecret.parse(secret.text()).bytes()).isEqualTo(secret.bytes());
    }

    @Test
    void open_readsWhatSealWrote() {
        SecretBox box = new SecretBox(new SecretKeySpec(new byte[32], "AES"), random);
        SigningSecret secret = SigningSecret.generate(random);
        assertThat(SigningSecret.open(secret.seal(box), box).bytes()).isEqualTo(secret.bytes());
    }

    @Test
    void toString_doesNotShowIt() {
        assertThat(SigningSecret.parse("whsec_c2VjcmV0")).hasToString("whsec_…");
    }
}
