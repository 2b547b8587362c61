package io.tocsin.subscription;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Notices the subscription that suddenly matches everything, before it drowns its feed. Callable from any thread.
 *
 * <p>Posts and alerts are counted in tenths of the window, and the window moves a tenth at a time. Only what is new in
 * a feed counts: posts that are sent again raise nothing, and trip nothing. Remembered is a subscription that raised an
 * alert within the window, no other.
 */
public final class Breaker {
    static final int SLICES = 10;
    /** A time that is so many windows ago is no late batch but a clock that was set back. */
    private static final int SET_BACK = 10;

    private final BreakerLimits limits;
    private final long sliceMillis;

    // Guarded by this.
    private final Slices posts = new Slices();
    /** The one that raised an alert last is last. */
    private final LinkedHashMap<SubscriptionId, Slices> raised = new LinkedHashMap<>(16, 0.75f, true);

    private long newest = Long.MIN_VALUE / 2;

    public Breaker(BreakerLimits limits) {
        this.limits = limits;
        this.sliceMillis = limits.window().toMillis() / SLICES;
    }

    /**
     * A subscription raises too much.
     *
     * @param raised alerts within the window
     * @param posts posts that came within the window
     */
    public record Trip(SubscriptionId subscription, long raised, long posts, BreakerLimits limits) {
        /** What was measured and what was allowed, in a sentence. */
        public String reason() {
            return String.format(
                    Locale.ROOT,
                    "The rule raised %,d alerts within %s s, on %.0f %% of all posts "
                            + "(expected: at most %,d a second, or less than %.0f %% of the posts).",
                    raised,
                    seconds(limits.window().toMillis()),
                    100.0 * raised / posts,
                    limits.perSecond(),
                    100 * limits.share());
        }

        private static String seconds(long millis) {
            return millis % 1_000 == 0 ? Long.toString(millis / 1_000) : Double.toString(millis / 1_000.0);
        }
    }

    /**
     * Some posts came, and raised alerts; whose subscriptions go beyond the limits by that. What trips is forgotten,
     * and counts anew if it goes on.
     *
     * @param cameNow how many posts
     * @param raisedNow how many alerts each subscription raised about them
     * @param nowMillis when the posts came, in milliseconds; what comes late by a window counts no longer, and a clock
     *     that was set back by ten begins anew
     */
    public synchronized List<Trip> observe(int cameNow, Map<SubscriptionId, Integer> raisedNow, long nowMillis) {
        if (!limits.on()) {
            return List.of();
        }
        long slice = Math.floorDiv(nowMillis, sliceMillis);
        if (newest - slice >= SLICES * SET_BACK) {
            posts.clear();
            raised.clear();
            newest = slice;
        } else if (newest - slice >= SLICES) {
            return List.of();
        }
        newest = Math.max(newest, slice);
        forgetBefore(newest - SLICES + 1);
        posts.add(cameNow, slice);
        List<Trip> trips = new ArrayList<>();
        raisedNow.forEach((subscription, count) -> {
            Slices slices = raised.computeIfAbsent(subscription, first -> new Slices());
            slices.add(count, slice);
            long all = slices.sum(newest);
            long came = posts.sum(newest);
            if (all > limits.most() && all >= limits.share() * came) {
                trips.add(new Trip(subscription, all, came, limits));
                raised.remove(subscription);
            }
        });
        return trips;
    }

    /** What the subscription raised so far counts no longer. */
    public synchronized void forget(SubscriptionId subscription) {
        raised.remove(subscription);
    }

    /** How many subscriptions are remembered. */
    synchronized int size() {
        return raised.size();
    }

    private void forgetBefore(long first) {
        Iterator<Slices> eldest = raised.values().iterator();
        while (eldest.hasNext() && eldest.next().last < first) {
            eldest.remove();
        }
    }

    /** Counts by slice, of the newest slices only. */
    private static final class Slices {
        private final int[] counts = new int[SLICES];
        /** The newest slice that was counted in. */
        private long last = Long.MIN_VALUE / 2;

        /** The slice is not older than a window before the newest. */
        void add(int count, long slice) {
            for (long skipped = Math.max(last, slice - SLICES) + 1; skipped <= slice; skipped++) {
                counts[Math.floorMod(skipped, SLICES)] = 0;
            }
            last = Math.max(last, slice);
            counts[Math.floorMod(slice, SLICES)] += count;
        }

        /** Over the window that ends with this slice, which is not older than any that was counted in. */
        long sum(long newest) {
            long sum = 0;
            for (long slice = newest - SLICES + 1; slice <= last; slice++) {
                sum += slice > last - SLICES ? counts[Math.floorMod(slice, SLICES)] : 0;
            }
            return sum;
        }

        void clear() {
            Arrays.fill(counts, 0);
            last = Long.MIN_VALUE / 2;
        }
    }
}
