package io.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org",
                "https://example.org/hook?of=alerts",
                "http://example.org:1/",
                "http://example.org:65535/",
                "http://example.org:/",
                "http://[::1]:8080/"
            })
    void url_good_isTaken(String url) {
        assertThat(endpoint(URI.create(url)).url()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/",
                "//example.org/",
                "http:///hook",
                "http://user@example.org/",
                "http://@example.org/",
                "http://example.org:0/",
                "http://example.org:65536/",
                "http://example.org:99999/",
                "http://example.org:99999999999/",
                "http://example.org:-1/",
                "http://example.org/hook#top",
                "http://example.org/hook#"
            })
    void url_bad_isRefused(String url) {
        URI bad = URI.create(url);
        assertThatThrownBy(() -> endpoint(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url: " + url + " (expected: http:// or https:// with a host, ");
    }

    /** So that they need no check of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"\0", "\t", "\r\n", "\u001b", "\u007f", "\u0085", "\u009f", "\u2028", " "})
    void url_controlCharacter_isNoUri(String character) {
        assertThatThrownBy(() -> URI.create("http://example.org/a" + character + "b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Endpoint endpoint(URI url) {
        return new Endpoint(
                new EndpointId("ep_1"), url, Set.of(), "", true, new SealedSecret("c2VhbGVk"), NOON, NOON, 1);
    }

    @Test
    void rotated_keepsTheOnesBeforeUntilTheirTime_andNoMoreThanThree() {
        Instant start = Instant.EPOCH;
        Endpoint endpoint = new Endpoint(
                new EndpointId("ep_1"),
                URI.create("https://example.org/"),
                Set.of(),
                "",
                true,
                new SealedSecret("s0"),
                start,
                start,
                1);
        Endpoint once = endpoint.rotated(new SealedSecret("s1"), start.plusSeconds(10), start.plusSeconds(1));
        assertThat(once.secret()).isEqualTo(new SealedSecret("s1"));
        assertThat(once.retiring()).containsExactly(new RetiringSecret(new SealedSecret("s0"), start.plusSeconds(10)));
        assertThat(once.version()).isEqualTo(2);
        assertThat(once.changed(once.url(), Set.of(), "", false, start).retiring())
                .isEqualTo(once.retiring());
        assertThat(once.rotated(new SealedSecret("s2"), start.plusSeconds(10), start.plusSeconds(10))
                        .retiring())
                .isEmpty();
        Endpoint often = endpoint;
        for (int i = 1; i <= 6; i++) {
            often = often.rotated(new SealedSecret("s" + i), start.plusSeconds(10), start);
        }
        assertThat(often.retiring())
                .extracting(before -> before.secret().base64())
                .containsExactly("s5", "s4", "s3");
    }
}
