package io.tocsin.subscription;

import java.time.Duration;

/**
 * What a subscription may raise before it is paused: it is when it goes beyond {@code share} and {@code perSecond} at
 * once. Either of them 0 pauses none.
 *
 * @param share of the posts that came within the window, 0 to 1
 * @param perSecond alerts a second, on average over the whole window
 */
public record BreakerLimits(double share, int perSecond, Duration window) {
    public static final BreakerLimits DEFAULT = new BreakerLimits(0.5, 1_000, Duration.ofSeconds(10));
    /** No subscription is paused. */
    public static final BreakerLimits OFF = new BreakerLimits(0, 0, DEFAULT.window());

    public BreakerLimits {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share: " + share + " (expected: 0 to 1)");
        }
        if (perSecond < 0) {
            throw new IllegalArgumentException("per second: " + perSecond + " (expected: 0 or more)");
        }
        if (window.toMillis() < Breaker.SLICES) {
            throw new IllegalArgumentException("window: " + window + " (expected: 10 ms or more)");
        }
    }

    /** Whether any subscription can be paused. */
    public boolean on() {
        return share > 0 && perSecond > 0;
    }

    /** Alerts within a window that are not too many yet. */
    double most() {
        return perSecond * (window.toMillis() / 1_000.0);
    }
}
