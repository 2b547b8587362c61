package io.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void parse_seconds() {
        assertThat(RetryAfter.parse(" 120 ", NOON)).contains(Duration.ofMinutes(2));
    }

    @Test
    void parse_date() {
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 12:01:30 GMT", NOON)).contains(Duration.ofSeconds(90));
    }

    @Test
    void parse_dateGoneBy_isNoWait() {
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 11:00:00 GMT", NOON)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "99999999999999999999", "1.5", "١٢"})
    void parse_anythingElse_saysNothing(String header) {
        assertThat(RetryAfter.parse(header, NOON)).isEmpty();
    }
}
