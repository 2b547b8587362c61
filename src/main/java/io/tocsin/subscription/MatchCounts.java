package io.tocsin.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How often each rule matched, in all and of late. Callable from any thread. A batch of posts is counted at once, so
 * that threads rarely meet; a subscription that never matched takes no memory.
 */
public final class MatchCounts {
    private static final int HOUR_SECONDS = 3_600;
    private static final int MINUTE_SECONDS = 60;

    private final Instant start;
    private final ConcurrentMap<SubscriptionId, Count> counts = new ConcurrentHashMap<>();

    /** @param start counting begins */
    public MatchCounts(Instant start) {
        this.start = start;
    }

    /**
     * How often a rule matched since counting it began, within the last hour and within the last minute. The last two
     * are as exact as matches are spread evenly over the clock's hour, or minute, before this one.
     */
    public record MatchCount(long matches, long lastHour, long lastMinute, Instant since) {}

    /** A subscription and how often it matched. */
    public record Frequent(SubscriptionId subscription, MatchCount count) {}

    /** Rules matched posts at {@code now}, so many each. */
    public void add(Map<SubscriptionId, Integer> matched, Instant now) {
        matched.forEach((subscription, count) ->
                counts.computeIfAbsent(subscription, first -> new Count(start)).add(count, now.getEpochSecond()));
    }

    /** Another rule is in force from {@code now}: what was counted is not of it. */
    public void restart(SubscriptionId subscription, Instant now) {
        counts.computeIfPresent(subscription, (id, before) -> new Count(now));
    }

    /** The subscription is no more. */
    public void forget(SubscriptionId subscription) {
        counts.remove(subscription);
    }

    public MatchCount of(Subscription subscription, Instant now) {
        Count count = counts.get(subscription.id());
        MatchCount found = count == null ? new MatchCount(0, 0, 0, start) : count.at(now);
        Instant since = found.since().isAfter(subscription.createdAt()) ? found.since() : subscription.createdAt();
        return new MatchCount(found.matches(), found.lastHour(), found.lastMinute(), since);
    }

    /** Those that matched most within the last hour, at most so many; the most frequent first. */
    public List<Frequent> mostFrequent(int most, Instant now) {
        Comparator<Frequent> byRate = Comparator.comparingLong(
                        (Frequent frequent) -> frequent.count().lastHour())
                .thenComparing(Frequent::subscription, Comparator.reverseOrder());
        PriorityQueue<Frequent> top = new PriorityQueue<>(byRate);
        counts.forEach((subscription, count) -> {
            MatchCount found = count.at(now);
            if (found.lastHour() > 0) {
                top.add(new Frequent(subscription, found));
                if (top.size() > most) {
                    var unused = top.remove();
                }
            }
        });
        List<Frequent> sorted = new ArrayList<>(top);
        sorted.sort(byRate.reversed());
        return sorted;
    }

    private static final class Count {
        private final Instant since;
        // Guarded by this.
        private final Sliding hour = new Sliding(HOUR_SECONDS);
        private final Sliding minute = new Sliding(MINUTE_SECONDS);
        private long matches;

        Count(Instant since) {
            this.since = since;
        }

        synchronized void add(int count, long second) {
            matches += count;
            hour.add(count, second);
            minute.add(count, second);
        }

        synchronized MatchCount at(Instant now) {
            long second = now.getEpochSecond();
            return new MatchCount(matches, hour.at(second), minute.at(second), since);
        }
    }

    /** Counts over a period that ends now, from the count of the period under way and of the one before. */
    private static final class Sliding {
        private final int seconds;
        private long period = Long.MIN_VALUE / 2;
        private long before;
        private long underWay;

        Sliding(int seconds) {
            this.seconds = seconds;
        }

        void add(int count, long second) {
            turnTo(second);
            underWay += count;
        }

        long at(long second) {
            turnTo(second);
            double left = 1 - (double) Math.floorMod(second, seconds) / seconds;
            return underWay + Math.round(before * left);
        }

        /** What comes a little late counts in the period under way; a clock that was set back further begins anew. */
        private void turnTo(long second) {
            long now = Math.floorDiv(second, seconds);
            if (now == period + 1) {
                before = underWay;
                underWay = 0;
                period = now;
            } else if (now > period || now < period - 1) {
                before = 0;
                underWay = 0;
                period = now;
            }
        }
    }
}
