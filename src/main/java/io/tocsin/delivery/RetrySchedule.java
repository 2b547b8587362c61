package io.tocsin.delivery;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How long to wait before each attempt, and so how many attempts there are.
 *
 * @param waits one per attempt; the first is made at once
 * @param jitter the fraction by which a wait may be shorter or longer, so that what failed together does not come back
 *     together
 * @param maxRetryAfter the longest wait that an endpoint may ask for
 */
public record RetrySchedule(List<Duration> waits, double jitter, Duration maxRetryAfter) {
    /** Ten attempts in about three days, as Standard Webhooks proposes. */
    public static final RetrySchedule DEFAULT = new RetrySchedule(
            List.of(
                    Duration.ZERO,
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(14),
                    Duration.ofHours(20),
                    Duration.ofHours(24)),
            0.1,
            Duration.ofHours(24));

    public RetrySchedule {
        waits = List.copyOf(waits);
        if (waits.isEmpty() || !waits.get(0).isZero() || Collections.min(waits).isNegative()) {
            throw new IllegalArgumentException("waits: " + waits + " (expected: one or more, the first zero)");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter: " + jitter + " (expected: 0 to 1)");
        }
        if (maxRetryAfter.isNegative()) {
            throw new IllegalArgumentException("max retry after: " + maxRetryAfter + " (expected: 0 or more)");
        }
    }

    /**
     * The wait after {@code attempts} attempts; empty if there are no more.
     *
     * @param retryAfter what the endpoint asked for: never less than that, within the bound
     * @param chance from 0 to 1: where in the jitter's range the wait falls
     */
    Optional<Duration> wait(int attempts, Optional<Duration> retryAfter, double chance) {
        if (attempts >= waits.size()) {
            return Optional.empty();
        }
        Duration planned = waits.get(attempts);
        Duration jittered = planned.plusMillis(Math.round(planned.toMillis() * jitter * (2 * chance - 1)));
        return Optional.of(longer(jittered, retryAfter.map(this::bounded).orElse(Duration.ZERO)));
    }

    /** What of the wait that an endpoint asked for counts. */
    public Duration bounded(Duration retryAfter) {
        return retryAfter.compareTo(maxRetryAfter) > 0 ? maxRetryAfter : retryAfter;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
