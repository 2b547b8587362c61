package io.tocsin.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many requests an endpoint gets at once, by how it answers.
 *
 * <p>While it takes alerts, a request more with each full round; when it is overloaded, half as many (additive
 * increase, multiplicative decrease, as in RFC 5681): once for all that was under way then. One that fails again and
 * again is left alone for a while, and then asked with a single request:
 *
 * <pre>
 *              failures in a row                     the pause is over
 *   closed ────────────────────────▶ open (pause) ──────────────────────▶ half open: one request
 *     ▲                               ▲                                     │           │
 *     │                               └──────── it fails: a longer pause ───┘           │
 *     └────────────────────────────────────────────────────────── it is taken ──────────┘
 * </pre>
 *
 * <p>And one that names a wait gets nothing before. What is not sent meanwhile waits in the feed, and uses up none of
 * its attempts.
 */
public final class Pace {
    private final PaceLimits limits;
    private double limit;
    private Instant latest = Instant.EPOCH;
    private Instant cutAt = Instant.EPOCH;
    private int failures;
    private Duration pause;
    private boolean halfOpen;
    private Instant pausedUntil = Instant.EPOCH;
    private Instant notBefore = Instant.EPOCH;

    public Pace(PaceLimits limits) {
        this.limits = limits;
        this.limit = limits.concurrency();
        this.pause = limits.firstPause();
    }

    /** Whether another request may be made beside those under way. */
    public boolean allows(int underWay, Instant now) {
        heard(now);
        return !now.isBefore(notBefore) && underWay < (int) limit;
    }

    /** Until when no request is made; empty if it is not the time that is waited for. */
    public Optional<Instant> closedUntil(Instant now) {
        return now.isBefore(notBefore) ? Optional.of(notBefore) : Optional.empty();
    }

    /** The endpoint took an alert. */
    public void accepted() {
        failures = 0;
        halfOpen = false;
        pause = limits.firstPause();
        limit = Math.min(limits.concurrency(), limit + 1 / limit);
    }

    /**
     * An attempt failed.
     *
     * @param began when the attempt did
     * @param overloaded whether the endpoint could not, rather than would not
     * @param wait what the endpoint asked for, within the bound
     */
    public void failed(Instant began, Instant now, boolean overloaded, Optional<Duration> wait) {
        heard(now);
        if (overloaded && began.isAfter(cutAt)) {
            limit = Math.max(1, limit / 2);
            cutAt = now;
        }
        wait.ifPresent(asked -> notBefore(now.plus(asked)));
        failures++;
        // What was under way when the pause began is no probe.
        boolean probe = halfOpen && !now.isBefore(pausedUntil);
        if (probe || (!halfOpen && failures >= limits.failures())) {
            pausedUntil = now.plus(pause);
            notBefore(pausedUntil);
            pause = doubled();
            halfOpen = true;
            limit = 1;
        }
    }

    /** Where the clock was set back, what was to be at a time is as much earlier: no pause becomes longer by it. */
    private void heard(Instant now) {
        if (now.isBefore(latest)) {
            Duration back = Duration.between(now, latest);
            cutAt = cutAt.minus(back);
            pausedUntil = pausedUntil.minus(back);
            notBefore = notBefore.minus(back);
        }
        latest = now;
    }

    private void notBefore(Instant time) {
        notBefore = time.isAfter(notBefore) ? time : notBefore;
    }

    private Duration doubled() {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(limits.longestPause()) > 0 ? limits.longestPause() : twice;
    }
}
