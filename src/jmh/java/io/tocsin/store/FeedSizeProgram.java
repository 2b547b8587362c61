package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.match.Load;
import io.tocsin.subscription.SubscriptionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Whether a store that holds much is as fast as one that holds little: appends and reads when it has a hundred thousand
 * alerts, and when it has as many as are asked for, in ten thousand feeds. Arguments: the engine; how many alerts.
 */
public final class FeedSizeProgram {
    private static final int FEEDS = 10_000;
    private static final int TARGETS = 6;
    private static final int FEW = 100_000;
    /** Alerts that are appended, and timed, at a size; it is a part of a hundredth of many. */
    private static final int TIMED = 50_000;

    private static final int FEEDS_READ = 2_000;
    private static final int LIMIT = 10;

    private final Appending appending = new Appending();
    private final FeedLoad load = new FeedLoad(FEEDS, TARGETS);
    private long alerts;

    public static void main(String[] args) {
        String engine = args.length > 0 ? args[0] : "embedded";
        long many = args.length > 1 ? Long.parseLong(args[1]) : 10_000_000;
        Load.sayMachine();
        // For the compiler.
        new FeedSizeProgram().measure(engine, 2 * FEW, 2 * FEW);
        new FeedSizeProgram().measure(engine, FEW, many);
    }

    private void measure(String engine, long few, long many) {
        try (StorePlace place = StorePlace.of(engine);
                Store store = place.open(appending)) {
            FeedLoad.subscribe(load.feeds(), store);
            at(few, store);
            if (many > few) {
                at(many, store);
            }
        }
    }

    /** Fills the store, and says how fast it is when it is full. */
    private void at(long size, Store store) {
        long start = System.nanoTime();
        long before = alerts;
        long timed = Math.max(TIMED, size / 100);
        while (alerts < size - timed) {
            double unused = append(Math.min(TIMED, size - timed - alerts), store);
        }
        Load.say(
                "filled with %,d alerts: %,.0f alerts/s",
                alerts, (alerts - before) * 1e9 / (System.nanoTime() - start));
        List<Double> rates = new ArrayList<>();
        while (alerts < size) {
            rates.add(append(TIMED, store));
        }
        Load.say(
                "at %,d alerts in %,d feeds, %,d MB: the last %,d appended at %,.0f alerts/s; %s",
                alerts, FEEDS, store.sizeBytes() / 1_000_000, timed, FeedProgram.median(rates), read(store));
    }

    private double append(long count, Store store) {
        int posts = (int) Math.max(1, count / TARGETS);
        alerts += (long) posts * TARGETS;
        return posts * TARGETS * 1e9 / appending.append(load.appends(posts, Appending.EACH), store);
    }

    /** Of feeds here and there, as many alerts of each as it has when the store holds few, and where they have more. */
    private String read(Store store) {
        List<SubscriptionId> feeds = new ArrayList<>(load.feeds());
        List<Double> some = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            Random random = new Random(round);
            Collections.shuffle(feeds, random);
            int places = (int) Math.max(1, alerts / FEEDS - LIMIT);
            List<Cursor> starts = feeds.subList(0, FEEDS_READ).stream()
                    .map(feed -> new Cursor(feed, random.nextInt(places)))
                    .toList();
            some.add(Reading.some(store.feeds()::read, starts, LIMIT).perSecond());
            all.add(Reading.all(store.feeds()::read, feeds.subList(0, 500)).perSecond());
        }
        return String.format(
                Locale.ROOT,
                "%d alerts of a feed from anywhere in it are read at %,.0f alerts/s, whole feeds at %,.0f",
                LIMIT,
                FeedProgram.median(some),
                FeedProgram.median(all));
    }
}
