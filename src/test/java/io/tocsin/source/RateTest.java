package io.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RateTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final Rate rate = new Rate(NOON);

    @Test
    void perSecond_begun_isOfTheTimeSince() {
        rate.add(30, NOON);
        rate.add(30, NOON.plusSeconds(2));
        assertThat(rate.perSecond(NOON.plusSeconds(2))).isEqualTo(20);
    }

    @Test
    void perSecond_longer_isOfTheLastMinute() {
        rate.add(600, NOON);
        rate.add(60, NOON.plusSeconds(70));
        assertThat(rate.perSecond(NOON.plusSeconds(71))).isEqualTo(1);
    }

    @Test
    void perSecond_longAfter_isNothing() {
        rate.add(600, NOON);
        assertThat(rate.perSecond(NOON.plusSeconds(100_000))).isZero();
    }

    @Test
    void perSecond_clockGoesBack_isNotLost() {
        rate.add(10, NOON.plusSeconds(5));
        rate.add(50, NOON);
        assertThat(rate.perSecond(NOON.plusSeconds(5))).isEqualTo(10);
    }
}
