package io.tocsin.feed;

import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.feed.Posts.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FeedsTest {
    private static final SubscriptionId FLOODS = new SubscriptionId("sub_floods");

    private final List<String> delivered = new ArrayList<>();
    private final List<Gap> missed = new ArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final InMemoryFeedLog log = new InMemoryFeedLog(reads::incrementAndGet);
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Feeds feeds = new Feeds(log, new Hearing(), 1 << 20, now::get);
    private final Turns context = new Turns();

    @Test
    void consumer_behind_getsAllInOrder() {
        raise(1000);
        Taking sink = new Taking(Integer.MAX_VALUE);
        open(0, sink);
        context.run();
        assertThat(sink.taken)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1000).boxed().toList());
    }

    @Test
    void consumer_woken_getsWhatIsNew() {
        raise(3);
        Taking sink = new Taking(Integer.MAX_VALUE);
        open(3, sink);
        context.run();
        raise(5);
        context.run();
        assertThat(sink.taken).containsExactly(4L, 5L);
    }

    @Test
    void consumer_sinkWithoutRoom_standsStillUntilWoken() {
        raise(10);
        Taking sink = new Taking(4);
        Consumer consumer = open(0, sink);
        context.run();
        assertThat(sink.taken).containsExactly(1L, 2L, 3L, 4L);
        sink.room = 100;
        consumer.wake();
        context.run();
        assertThat(sink.taken).hasSize(10).isSorted();
    }

    @Test
    void consumer_closed_takesNoMore() {
        Taking sink = new Taking(Integer.MAX_VALUE);
        Consumer consumer = open(0, sink);
        context.run();
        consumer.close();
        raise(5);
        context.run();
        assertThat(sink.taken).isEmpty();
    }

    @Test
    void consumer_readFails_resumesWhereItWas() {
        Taking sink = new Taking(Integer.MAX_VALUE);
        raise(2);
        Consumer consumer = open(0, sink);
        context.run();
        log.failingReads(Optional.of(new IllegalStateException("disk")));
        raise(4);
        context.run();
        log.failingReads(Optional.empty());
        consumer.wake();
        context.run();
        assertThat(sink.failures).isEqualTo(1);
        assertThat(sink.taken).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void lag_isOfTheFurthestBehind() {
        raise(10);
        open(10, new Taking(0)).passed(10);
        open(4, new Taking(0)).passed(7);
        assertThat(feeds.lag()).containsEntry(Consumer.Kind.SESSION, 3L).containsEntry(Consumer.Kind.ENDPOINT, 0L);
    }

    @Test
    void delivered_raisedBeforeTheConsumerCame_isNotOwed() {
        raise(2);
        Taking sink = new Taking(Integer.MAX_VALUE);
        Consumer consumer = feeds.open(Consumer.Kind.SESSION, new Cursor(FLOODS, 0), 1, context, sink);
        sink.entries = entry -> consumer.delivered(entry.alert());
        context.run();
        assertThat(delivered).containsExactly("1 again", "2 owed");
    }

    @Test
    void consumer_cursorOlderThanTheFeed_isToldOnceAndGoesOn() {
        raise(10);
        log.expire(FLOODS, 4);
        Taking sink = new Taking(Integer.MAX_VALUE);
        Consumer consumer = open(1, sink);
        context.run();
        consumer.wake();
        context.run();
        assertThat(sink.gaps).containsExactly(new Gap(FLOODS, 2, 4));
        assertThat(sink.taken).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(missed).containsExactly(new Gap(FLOODS, 2, 4));
    }

    @Test
    void consumer_allIsGone_isToldAndGetsWhatComes() {
        raise(3);
        log.expire(FLOODS, 3);
        Taking sink = new Taking(Integer.MAX_VALUE);
        open(0, sink);
        context.run();
        raise(4);
        context.run();
        assertThat(sink.gaps).containsExactly(new Gap(FLOODS, 1, 3));
        assertThat(sink.taken).containsExactly(4L);
    }

    @Test
    void consumers_ofOneFeed_shareItsReads() {
        List<Taking> sinks =
                Stream.generate(() -> new Taking(Integer.MAX_VALUE)).limit(100).toList();
        sinks.forEach(sink -> open(0, sink));
        context.run();
        reads.set(0);
        for (int i = 1; i <= 1000; i++) {
            raise(i);
            context.run();
        }
        assertThat(sinks)
                .allSatisfy(sink -> assertThat(sink.taken).hasSize(1000).isSorted());
        assertThat(reads).hasValueBetween(1000, 1100);
    }

    @Test
    void consumers_waitingForOneRead_shareIt() {
        Turns readers = new Turns();
        List<Taking> sinks =
                Stream.generate(() -> new Taking(Integer.MAX_VALUE)).limit(100).toList();
        sinks.forEach(sink -> open(0, sink));
        context.run();
        reads.set(0);
        log.readers(readers);
        raise(1);
        context.run();
        readers.run();
        context.run();
        assertThat(sinks).allSatisfy(sink -> assertThat(sink.taken).containsExactly(1L));
        assertThat(reads).hasValue(1);
    }

    @Test
    void retract_ofWhatWasRead_isErasedHereWhenItIsAcknowledged() {
        open(0, new Taking(Integer.MAX_VALUE));
        context.run();
        raise(3);
        context.run();
        retract(2);
        Page page = feeds.read(new Cursor(FLOODS, 0), 3).toCompletableFuture().join();
        assertThat(page.entries()).extracting(entry -> entry.body().isPresent()).containsExactly(true, false, true);
    }

    @Test
    void retract_whileItIsRead_isNotGivenToWhoAsksLater() {
        Turns readers = new Turns();
        open(0, new Taking(0));
        raise(1);
        context.run();
        log.readers(readers);
        CompletionStage<Page> before = feeds.read(new Cursor(FLOODS, 0), 1);
        retract(1);
        CompletionStage<Page> after = feeds.read(new Cursor(FLOODS, 0), 1);
        readers.run();
        log.readers(Runnable::run);
        CompletionStage<Page> later = feeds.read(new Cursor(FLOODS, 0), 1);
        assertThat(Stream.of(before, after, later)
                        .map(read -> read.toCompletableFuture().join().entries().get(0))
                        .map(entry -> entry.body().isPresent()))
                .containsExactly(true, false, false);
    }

    @Test
    void look_appendedBehindOurBack_wakesTheConsumer() {
        raise(1);
        Taking sink = new Taking(Integer.MAX_VALUE);
        open(1, sink);
        context.run();
        var unused = log.append(List.of(raised(2)));
        context.run();
        assertThat(sink.taken).isEmpty();
        feeds.look().toCompletableFuture().join();
        context.run();
        assertThat(sink.taken).containsExactly(2L);
    }

    @Test
    void look_nothingNew_readsNothing() {
        raise(5);
        for (int i = 0; i < 100; i++) {
            open(0, new Taking(Integer.MAX_VALUE)).passed(5);
        }
        context.run();
        reads.set(0);
        feeds.look().toCompletableFuture().join();
        context.run();
        assertThat(reads).hasValue(0);
    }

    /** Another member's, whose word has not reached us. */
    private void retractElsewhere(int i) {
        var unused = log.append(List.of(new FeedChange.Retract(post("p" + i, "").id(), NOON)));
    }

    /** Which of the first alerts show their post. */
    private List<Boolean> shown(Feeds from, int count) {
        return from.read(new Cursor(FLOODS, 0), count).toCompletableFuture().join().entries().stream()
                .map(entry -> entry.body().isPresent())
                .toList();
    }

    @Test
    void heardOf_aRetractionByAnotherMember_isErasedHereWhenThatReturns() {
        open(0, new Taking(Integer.MAX_VALUE));
        raise(2);
        context.run();
        retractElsewhere(1);
        feeds.heardOf(new News(Map.of(FLOODS, 3L), Set.of(FLOODS)));
        assertThat(shown(feeds, 2)).containsExactly(false, true);
    }

    @Test
    void heardOf_whatOnlyAdds_keepsWhatWasReadAndWakes() {
        Taking sink = new Taking(Integer.MAX_VALUE);
        open(0, sink);
        raise(2);
        context.run();
        var unused = log.append(List.of(raised(3)));
        feeds.heardOf(new News(Map.of(FLOODS, 3L), Set.of()));
        reads.set(0);
        assertThat(shown(feeds, 2)).containsExactly(true, true);
        assertThat(reads).hasValue(0);
        context.run();
        assertThat(sink.taken).containsExactly(1L, 2L, 3L);
    }

    @Test
    void heardOf_aRetractionWhileItIsRead_isNotGivenToWhoAsksLater() {
        Turns readers = new Turns();
        open(0, new Taking(0));
        raise(1);
        context.run();
        log.readers(readers);
        CompletionStage<Page> before = feeds.read(new Cursor(FLOODS, 0), 1);
        retractElsewhere(1);
        feeds.heardOf(new News(Map.of(FLOODS, 2L), Set.of(FLOODS)));
        readers.run();
        log.readers(Runnable::run);
        assertThat(before).isCompleted();
        assertThat(shown(feeds, 1)).containsExactly(false);
    }

    @Test
    void look_aRetractionThatWeWereNotToldOf_isErasedHere() {
        open(0, new Taking(0));
        raise(2);
        context.run();
        assertThat(shown(feeds, 2)).containsExactly(true, true);
        retractElsewhere(1);
        feeds.look().toCompletableFuture().join();
        assertThat(shown(feeds, 2)).containsExactly(false, true);
    }

    @Test
    void append_behindARetractionThatWeWereNotToldOf_erasesItHere() {
        open(0, new Taking(0));
        raise(2);
        context.run();
        assertThat(shown(feeds, 2)).containsExactly(true, true);
        retractElsewhere(1);
        raise(3);
        assertThat(shown(feeds, 2)).containsExactly(false, true);
    }

    @Test
    void open_aRetractionWasAppendedSinceTheTailWasRead_isErasedHere() {
        raise(2);
        log.readers(context);
        Turns heads = new Turns();
        log.heads(heads);
        open(0, new Taking(1));
        context.run();
        retractElsewhere(1);
        heads.run();
        log.readers(Runnable::run);
        assertThat(shown(feeds, 2)).containsExactly(false, true);
    }

    @Test
    void read_onAcrossARetractionThatWeWereNotToldOf_erasesItHere() {
        Taking sink = new Taking(2);
        Consumer consumer = open(0, sink);
        raise(2);
        context.run();
        retractElsewhere(1);
        Page next = feeds.read(new Cursor(FLOODS, 2), 1).toCompletableFuture().join();
        assertThat(next.entries()).hasSize(1);
        assertThat(shown(feeds, 2)).containsExactly(false, true);
        consumer.close();
    }

    @Test
    void read_withoutALookForLongerThanMayBeUnseen_isNotGivenFromMemory() {
        Feeds sharing = new Feeds(log, log, new Hearing(), 1 << 20, now::get, Duration.ofSeconds(6));
        sharing.open(Consumer.Kind.SESSION, new Cursor(FLOODS, 0), 0, context, new Taking(0));
        raise(2);
        assertThat(shown(sharing, 2)).containsExactly(true, true);
        retractElsewhere(1);
        now.set(NOON.plusSeconds(6));
        assertThat(shown(sharing, 2)).containsExactly(true, true);
        now.set(NOON.plusSeconds(7));
        assertThat(shown(sharing, 2)).containsExactly(false, true);
        sharing.look().toCompletableFuture().join();
        assertThat(shown(sharing, 2)).containsExactly(false, true);
        reads.set(0);
        assertThat(shown(sharing, 2)).containsExactly(false, true);
        assertThat(reads).hasValue(0);
    }

    @Test
    void read_olderThanItsFeedKeepsAlerts_isNotGivenFromMemory() {
        now.set(NOON);
        log.at(NOON);
        open(0, new Taking(Integer.MAX_VALUE));
        raise(2);
        context.run();
        reads.set(0);
        assertThat(feeds.read(new Cursor(FLOODS, 0), 5)
                        .toCompletableFuture()
                        .join()
                        .entries())
                .hasSize(2);
        assertThat(reads).hasValue(0);
        now.set(NOON.plus(InMemoryFeedLog.KEPT).plusNanos(1));
        assertThat(feeds.read(new Cursor(FLOODS, 0), 5)
                        .toCompletableFuture()
                        .join()
                        .entries())
                .hasSize(2);
        assertThat(reads).hasValue(1);
    }

    @Test
    void resume_ofAnInterruptedRetraction_wakesAndShowsThePostNoMore() {
        raise(2);
        List<Optional<Body>> bodies = new ArrayList<>();
        Taking sink = new Taking(Integer.MAX_VALUE);
        sink.entries = entry -> bodies.add(entry.body());
        open(0, sink);
        context.run();
        log.interrupted(new FeedChange.Retract(post("p1", "").id(), NOON));
        assertThat(feeds.resume()).isCompleted();
        context.run();
        assertThat(sink.taken).containsExactly(1L, 2L, 3L);
        open(0, sink);
        bodies.clear();
        context.run();
        assertThat(bodies).extracting(Optional::isPresent).containsExactly(false, true, false);
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 300).boxed();
    }

    /** Appends, wake-ups and room come in any order; the context and the log run one step at a time in between. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void consumer_anyInterleaving_missesAndRepeatsNothing(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Turns readers = new Turns();
        log.readers(readers);
        Taking sink = new Taking(random.nextInt(5));
        Consumer consumer = open(0, sink);
        int raised = 0;
        for (int i = 0; i < 200; i++) {
            switch (random.nextInt(5)) {
                case 0 -> raise(raised += random.nextInt(3));
                case 1 -> consumer.wake();
                case 2 -> {
                    sink.room = random.nextInt(3) * 50;
                    consumer.wake();
                }
                case 3 -> readers.step();
                default -> context.step();
            }
        }
        sink.room = Integer.MAX_VALUE;
        if (random.nextBoolean()) {
            consumer.wake();
        } else {
            raise(++raised);
        }
        for (int i = 0; i < 1000; i++) {
            context.step();
            readers.step();
        }
        assertThat(sink.taken)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, raised).boxed().toList());
    }

    private Consumer open(long after, Sink sink) {
        return feeds.open(Consumer.Kind.SESSION, new Cursor(FLOODS, after), after, context, sink);
    }

    /** Posts 1 to {@code count}; those that are in the feed already change nothing. */
    private void raise(int count) {
        var unused = feeds.append(
                IntStream.rangeClosed(1, count).mapToObj(FeedsTest::raised).toList());
    }

    private static FeedChange raised(int i) {
        return new FeedChange.Raise(post("p" + i, "flood"), List.of(new FeedChange.Target(FLOODS, List.of())), NOON);
    }

    private void retract(int i) {
        var unused =
                feeds.append(List.of(new FeedChange.Retract(post("p" + i, "").id(), NOON)));
    }

    private final class Hearing implements ConsumerListener {
        @Override
        public void delivered(Consumer.Kind kind, Alert alert, boolean owed) {
            delivered.add(alert.sequence() + (owed ? " owed" : " again"));
        }

        @Override
        public void missed(Consumer.Kind kind, Gap gap) {
            missed.add(gap);
        }
    }

    /** An event loop that runs when told. */
    private static final class Turns implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void step() {
            Optional.ofNullable(tasks.poll()).ifPresent(Runnable::run);
        }

        void run() {
            while (!tasks.isEmpty()) {
                step();
            }
        }
    }

    private static final class Taking implements Sink {
        final List<Long> taken = new ArrayList<>();
        java.util.function.Consumer<Entry> entries = entry -> {};
        final List<Gap> gaps = new ArrayList<>();
        int failures;
        int room;
        int granted;

        Taking(int room) {
            this.room = room;
        }

        @Override
        public int room() {
            granted = room;
            return room;
        }

        @Override
        public void take(List<Entry> page) {
            assertThat(page).hasSizeLessThanOrEqualTo(granted);
            room = Math.max(0, room - page.size());
            page.stream().map(Entry::alert).map(Alert::sequence).forEach(taken::add);
            page.forEach(entries);
        }

        @Override
        public void gap(Gap gap) {
            gaps.add(gap);
        }

        @Override
        public void failed(Throwable failure) {
            failures++;
        }
    }
}
