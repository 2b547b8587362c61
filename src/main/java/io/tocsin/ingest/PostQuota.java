package io.tocsin.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many posts each key may send over time. A key that has sent more than was left to it owes the rest: it may send
 * again when that is paid off. Each member counts for itself. Callable from any thread.
 */
public final class PostQuota {
    private static final int NANOS = 1_000_000_000;
    /** Keys that owe nothing need not be remembered. */
    private static final int CLEAN_AT = 1_000;

    private final int perSecond;
    private final int burst;
    // Guarded by this: when all is paid off.
    private final Map<String, Instant> paidOff = new HashMap<>();

    /** @param burst how many may come at once */
    public PostQuota(int perSecond, int burst) {
        if (perSecond < 1 || perSecond > NANOS || burst < 1) {
            throw new IllegalArgumentException("quota: " + perSecond + " posts a second, " + burst
                    + " at once (expected: 1 to " + NANOS + " and at least 1)");
        }
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /**
     * Where a key stands.
     *
     * @param left how many posts it may send now
     * @param dueIn until it may send one; zero if it may now
     * @param full until it may send as many as can ever come at once
     */
    record Standing(long left, Duration dueIn, Duration full) {}

    /** The key has sent so many. */
    synchronized Standing take(String key, long posts, Instant now) {
        Instant paid = paidOff.getOrDefault(key, now);
        Instant then = (paid.isBefore(now) ? now : paid).plus(time(posts));
        if (posts > 0) {
            if (paidOff.size() >= CLEAN_AT) {
                paidOff.values().removeIf(time -> !time.isAfter(now));
            }
            paidOff.put(key, then);
        }
        Duration full = Duration.between(now, then);
        Duration most = time(burst);
        Duration wait = full.plus(time(1)).minus(most);
        long left = most.minus(full).multipliedBy(perSecond).toSeconds();
        return new Standing(Math.max(0, left), wait.isNegative() ? Duration.ZERO : wait, full);
    }

    synchronized int remembered() {
        return paidOff.size();
    }

    private Duration time(long posts) {
        return Duration.ofSeconds(posts).dividedBy(perSecond);
    }

    /** As {@code RateLimit-Policy} says it. */
    String policy() {
        return "\"posts\";q=" + burst + ";w=" + seconds(time(burst));
    }

    /** As {@code RateLimit} says it. */
    static String header(Standing standing) {
        return "\"posts\";r=" + standing.left() + ";t="
                + seconds(standing.left() == 0 ? standing.dueIn() : standing.full());
    }

    /** No fewer than it takes. */
    static long seconds(Duration duration) {
        return duration.plusNanos(NANOS - 1).toSeconds();
    }
}
