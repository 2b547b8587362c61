package io.tocsin.source;

import java.time.Duration;

/** How long to wait before the next attempt, by how the last ones ended. */
public record BackOff(Waits lost, Waits refused, Waits limited) {
    private static final double JITTER = 0.2;
    /** Whoever asks for more is wrong, or has a clock that is. */
    private static final Duration MOST_ASKED = Duration.ofHours(1);

    /** Where the service asks for nothing else. */
    public static final BackOff USUAL = new BackOff(
            Waits.linear(Duration.ofMillis(250), Duration.ofSeconds(16)),
            Waits.doubling(Duration.ofSeconds(1), Duration.ofSeconds(60)),
            Waits.doubling(Duration.ofSeconds(10), Duration.ofMinutes(15)));

    /**
     * Waits that grow.
     *
     * @param most no wait is longer
     * @param doubles each is twice the one before; else it is longer by the first
     */
    public record Waits(Duration first, Duration most, boolean doubles) {
        private static final int MAX_DOUBLINGS = 20;

        public Waits {
            if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
                throw new IllegalArgumentException("waits: " + first + " to " + most
                        + " (expected: more than 0, the first no longer than the most)");
            }
        }

        static Waits linear(Duration step, Duration most) {
            return new Waits(step, most, false);
        }

        static Waits doubling(Duration first, Duration most) {
            return new Waits(first, most, true);
        }

        Duration wait(int failures) {
            long factor = doubles ? 1L << Math.min(failures - 1, MAX_DOUBLINGS) : failures;
            return shorter(first.multipliedBy(factor), most);
        }
    }

    /**
     * The wait after an ending. A connection that was good and is lost is made again at once.
     *
     * @param failures how many connections in a row ended so before they were good for anything; 0 if this one was good
     * @param chance from 0 to 1: how much longer the wait is than the least, so that not all come back together
     */
    Duration wait(Ending ending, int failures, double chance) {
        Duration planned = ending.kind() == Ending.Kind.LOST && failures == 0
                ? Duration.ZERO
                : waits(ending.kind()).wait(Math.max(1, failures));
        Duration asked = shorter(ending.retryAfter().orElse(Duration.ZERO), MOST_ASKED);
        Duration least = asked.compareTo(planned) > 0 ? asked : planned;
        return least.plusMillis(Math.round(least.toMillis() * JITTER * chance));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Waits waits(Ending.Kind kind) {
        return switch (kind) {
            case LOST -> lost;
            case REFUSED -> refused;
            case LIMITED -> limited;
        };
    }
}
