package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Sink;
import io.tocsin.match.Load;
import io.tocsin.subscription.SubscriptionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What feeds take in memory while nothing happens: that are there and no more; that were written to once; that have a
 * consumer each, which has read all. Arguments: how many feeds.
 */
public final class IdleFeedsProgram {
    private IdleFeedsProgram() {}

    public static void main(String[] args) {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Load.sayMachine();
        List<SubscriptionId> ids = FeedLoad.ids(count);
        FeedLoad load = new FeedLoad(count, 1);
        Appending appending = new Appending();
        try (StorePlace place = StorePlace.of("embedded");
                Store store = place.open(appending)) {
            Feeds feeds = new Feeds(store.feeds(), (kind, alert, owed) -> {}, 0, InstantSource.system());
            long before = usedBytes();
            say("at the beginning", 0, count);
            FeedLoad.subscribe(ids, store);
            say("feeds that are there", usedBytes() - before, count);
            write(ids, load, appending, store);
            say("each written to once", usedBytes() - before, count);
            List<Consumer> consumers = consume(ids, feeds);
            say("each with a consumer that has read all", usedBytes() - before, consumers.size());
            write(ids, load, appending, store);
            consumers.forEach(Consumer::close);
        }
    }

    /** One alert to each feed. */
    private static void write(List<SubscriptionId> ids, FeedLoad load, Appending appending, Store store) {
        List<List<FeedChange>> appends = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += Appending.EACH) {
            List<FeedChange> changes = new ArrayList<>();
            for (SubscriptionId id : ids.subList(from, Math.min(ids.size(), from + Appending.EACH))) {
                changes.add(load.to(id));
            }
            appends.add(changes);
        }
        long unused = appending.append(appends, store);
    }

    private static List<Consumer> consume(List<SubscriptionId> ids, Feeds feeds) {
        AtomicInteger read = new AtomicInteger();
        List<Consumer> consumers = new ArrayList<>();
        for (SubscriptionId id : ids) {
            consumers.add(feeds.open(Consumer.Kind.SESSION, new Cursor(id, 0), 0, Runnable::run, new Counting(read)));
            // Reads that wait are bounded.
            while (consumers.size() - read.get() > 1_000) {
                Thread.onSpinWait();
            }
        }
        while (read.get() < ids.size()) {
            Thread.onSpinWait();
        }
        return consumers;
    }

    /** Takes whatever comes, and keeps nothing of it. */
    private record Counting(AtomicInteger read) implements Sink {
        @Override
        public int room() {
            return 256;
        }

        @Override
        public void take(List<Entry> entries) {
            read.addAndGet(entries.size());
        }

        @Override
        public void gap(Gap gap) {
            throw new AssertionError(gap);
        }

        @Override
        public void failed(Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    private static void say(String what, long bytes, int count) {
        Load.say(
                "%s: heap %,.1f MB more, %,.0f bytes each; resident in all %s",
                what, bytes / 1e6, (double) bytes / count, resident());
    }

    private static String resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
