package io.tocsin.source;

import java.time.Instant;

/** How many a second, within the last minute. */
final class Rate {
    private static final int SECONDS = 60;

    private final long[] counts = new long[SECONDS];
    private final long started;
    private long newest;

    Rate(Instant now) {
        started = now.getEpochSecond();
        newest = started;
    }

    void add(int events, Instant now) {
        pass(now);
        counts[(int) Math.floorMod(newest, (long) SECONDS)] += events;
    }

    double perSecond(Instant now) {
        pass(now);
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return (double) sum / Math.max(1, Math.min(SECONDS, newest - started + 1));
    }

    private void pass(Instant now) {
        long second = Math.max(newest, now.getEpochSecond());
        for (long passed = Math.max(newest + 1, second - SECONDS + 1); passed <= second; passed++) {
            counts[(int) Math.floorMod(passed, (long) SECONDS)] = 0;
        }
        newest = second;
    }
}
