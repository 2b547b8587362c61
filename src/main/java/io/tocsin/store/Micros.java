package io.tocsin.store;

import java.time.Duration;
import java.time.Instant;

/** Times as the store keeps them: whole microseconds since 1970. */
final class Micros {
    private static final long PER_SECOND = 1_000_000;
    private static final long MAX_SECONDS = Long.MAX_VALUE / PER_SECOND - 1;

    private Micros() {}

    /** The last microsecond at or before the time; times beyond some 292,000 years are drawn in. */
    static long of(Instant time) {
        long seconds = Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, time.getEpochSecond()));
        return seconds * PER_SECOND + time.getNano() / 1_000;
    }

    static long of(Duration duration) {
        return duration.toSeconds() * PER_SECOND + duration.toNanosPart() / 1_000;
    }

    static Duration duration(long micros) {
        return Duration.ofSeconds(micros / PER_SECOND, micros % PER_SECOND * 1_000);
    }

    static Instant time(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
    }
}
