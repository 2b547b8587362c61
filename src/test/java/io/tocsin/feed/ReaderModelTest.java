package io.tocsin.feed;

import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.feed.Posts.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Consumers that share a small tail, and each of them against a plain list, on random appends, expiries and deletions.
 */
final class ReaderModelTest {
    private static final List<SubscriptionId> FEEDS =
            List.of(new SubscriptionId("sub_a"), new SubscriptionId("sub_b"), new SubscriptionId("sub_c"));

    /** About ten alerts: it is pushed out all the time. */
    private static final long TAIL_BYTES = 5_000;

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void reader_agreesWithAPlainList(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        InMemoryFeedLog log = new InMemoryFeedLog();
        Feeds feeds = new Feeds(log, (kind, alert, owed) -> {}, TAIL_BYTES, () -> NOON);
        List<Reading> readers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            readers.add(new Reading(feeds, FEEDS.get(random.nextInt(FEEDS.size())), random.nextInt(1, 5)));
        }
        for (int i = 0; i < 150; i++) {
            step(random, log, feeds, readers);
            for (SubscriptionId feed : FEEDS) {
                Cursor after = new Cursor(feed, random.nextInt(20));
                // The log behind it is the plain list.
                Page plain = log.read(after, 5).toCompletableFuture().join();
                Page shared = feeds.read(after, 5).toCompletableFuture().join();
                assertThat(shown(shared))
                        .as("after %s", after)
                        .isEqualTo(
                                shown(plain.first(Math.max(1, shared.entries().size()))));
                assertThat(shared.entries().isEmpty()).isEqualTo(plain.entries().isEmpty());
            }
        }
        readers.forEach(Reading::readAll);
        feeds.look().toCompletableFuture().join();
        for (Reading reader : readers) {
            long head = log.head(reader.feed).toCompletableFuture().join();
            assertThat(reader.seen)
                    .as("%s", reader.feed)
                    .isEqualTo(IntStream.rangeClosed(1, (int) head).boxed().toList());
        }
    }

    private static void step(SplittableRandom random, InMemoryFeedLog log, Feeds feeds, List<Reading> readers) {
        SubscriptionId feed = FEEDS.get(random.nextInt(FEEDS.size()));
        String name = "p" + random.nextInt(60);
        switch (random.nextInt(10)) {
            case 0 -> {
                var unused = feeds.append(
                        List.of(new FeedChange.Retract(post(name, "").id(), NOON)));
            }
            case 1 -> {
                long gone = log.gone(feed).toCompletableFuture().join();
                long head = log.head(feed).toCompletableFuture().join();
                log.expire(feed, Math.min(head, gone + random.nextInt(3)));
                // As when a subscription's retention changes.
                feeds.forget(feed);
            }
            case 2 -> readers.get(random.nextInt(readers.size())).reopen();
            case 3 -> {
                // Behind our back, until somebody looks.
                var unused = log.append(List.of(raise(name, feed)));
                feeds.look().toCompletableFuture().join();
            }
            case 4 -> {
                CompletionStage<List<Appended>> told =
                        log.append(List.of(new FeedChange.Retract(post(name, "").id(), NOON)));
                List<Cursor> added = told.toCompletableFuture().join().get(0).added();
                if (random.nextBoolean()) {
                    feeds.heardOf(new News(
                            added.stream().collect(Collectors.toMap(Cursor::subscription, Cursor::sequence, Math::max)),
                            added.stream().map(Cursor::subscription).collect(Collectors.toSet())));
                } else {
                    // Nobody tells us; what we append next has a number that does.
                    for (Cursor alert : added) {
                        var unused = feeds.append(List.of(raise("after " + alert.sequence(), alert.subscription())));
                    }
                }
            }
            default -> {
                var unused = feeds.append(List.of(raise(name, feed)));
            }
        }
    }

    private static FeedChange raise(String name, SubscriptionId feed) {
        return new FeedChange.Raise(
                post(name, "text of " + name), List.of(new FeedChange.Target(feed, List.of())), NOON);
    }

    /** A page as values: bodies are compared by what they hold. */
    private static List<String> shown(Page page) {
        List<String> shown = new ArrayList<>(List.of(page.gap().toString()));
        page.entries()
                .forEach(entry -> shown.add(entry.alert() + " "
                        + entry.body().map(body -> new String(body.json(), java.nio.charset.StandardCharsets.UTF_8))));
        return shown;
    }

    /** A consumer that takes some alerts at a time, and has every number once: as an alert, or as one that is gone. */
    private static final class Reading implements Sink {
        private static final Executor HERE = Runnable::run;

        final SubscriptionId feed;
        final List<Integer> seen = new ArrayList<>();
        private final Feeds feeds;
        private int room;
        private Consumer consumer;

        Reading(Feeds feeds, SubscriptionId feed, int room) {
            this.feeds = feeds;
            this.feed = feed;
            this.room = room;
            this.consumer = open();
        }

        private Consumer open() {
            return feeds.open(Consumer.Kind.SESSION, new Cursor(feed, seen.size()), 0, HERE, this);
        }

        void reopen() {
            consumer.close();
            room += 3;
            consumer = open();
        }

        void readAll() {
            room = Integer.MAX_VALUE;
            consumer.wake();
        }

        @Override
        public int room() {
            return room;
        }

        @Override
        public void take(List<Entry> entries) {
            room -= entries.size();
            entries.forEach(entry -> seen.add((int) entry.alert().sequence()));
        }

        @Override
        public void gap(Gap gap) {
            IntStream.rangeClosed((int) gap.from(), (int) gap.to()).forEach(seen::add);
        }

        @Override
        public void failed(Throwable failure) {
            throw new AssertionError(failure);
        }
    }
}
