package io.tocsin.delivery;

import java.time.Duration;

/**
 * What a {@link Pace} keeps to.
 *
 * @param concurrency how many requests may be under way, at most
 * @param failures after how many failures in a row the endpoint is left alone for a while
 * @param firstPause for how long, the first time; each time that the probe fails, too, for twice as long
 * @param longestPause where the doubling ends
 */
public record PaceLimits(int concurrency, int failures, Duration firstPause, Duration longestPause) {
    /** What is good for most. */
    public static final PaceLimits USUAL = new PaceLimits(16, 10, Duration.ofSeconds(1), Duration.ofMinutes(5));

    public PaceLimits {
        if (concurrency < 1 || failures < 1) {
            throw new IllegalArgumentException(
                    "concurrency, failures: " + concurrency + ", " + failures + " (expected: 1 or more)");
        }
        if (firstPause.isNegative() || firstPause.isZero() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("first, longest pause: " + firstPause + ", " + longestPause
                    + " (expected: more than 0, the longest not shorter)");
        }
    }
}
