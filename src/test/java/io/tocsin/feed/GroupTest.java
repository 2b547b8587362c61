package io.tocsin.feed;

import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.feed.Posts.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Consumers of one feed that share a context, which runs only when it is told to. */
final class GroupTest {
    private static final SubscriptionId FEED = new SubscriptionId("sub_a");

    private final AtomicInteger reads = new AtomicInteger();
    private final InMemoryFeedLog log = new InMemoryFeedLog(reads::incrementAndGet);
    private final Feeds feeds = new Feeds(log, (kind, alert, owed) -> {}, 1 << 20, () -> NOON);
    private final Turns turns = new Turns();

    /** Runs tasks in turns: those that were there when a turn began. */
    private static final class Turns implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        int turn() {
            List<Runnable> now = new ArrayList<>(tasks);
            tasks.clear();
            now.forEach(Runnable::run);
            return now.size();
        }

        void all() {
            while (turn() > 0) {
                // Until there is nothing to do.
            }
        }
    }

    /** Takes whatever comes. */
    private static class Taking implements Sink {
        final List<Long> seen = new ArrayList<>();
        final List<Lag> lags = new ArrayList<>();
        final List<Entry> entries = new ArrayList<>();

        @Override
        public int room() {
            return 64;
        }

        @Override
        public void take(List<Entry> taken) {
            taken.forEach(entry -> seen.add(entry.alert().sequence()));
            entries.addAll(taken);
        }

        @Override
        public void gap(Gap gap) {
            throw new AssertionError(gap);
        }

        @Override
        public void lag(Lag lag) {
            lags.add(lag);
        }

        @Override
        public void failed(Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    private Taking open(Executor context, Consumer.Mode mode, Taking sink) {
        Consumer unused = feeds.open(Consumer.Kind.SESSION, mode, new Cursor(FEED, 0), 0, context, sink);
        return sink;
    }

    private Taking open(Executor context) {
        return open(context, Consumer.Mode.ALL, new Taking());
    }

    private void raise(int from, int to) {
        for (int i = from; i <= to; i++) {
            List<Appended> unused = feeds.append(List.of(new FeedChange.Raise(
                            post("p" + i, "text"), List.of(new FeedChange.Target(FEED, List.of())), NOON)))
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    void append_consumersOfOneContext_areWokenByOneTask() {
        List<Taking> readers = List.of(open(turns), open(turns), open(turns));
        raise(1, 1);
        turns.all();
        raise(2, 2);
        assertThat(turns.turn()).isEqualTo(1);
        turns.all();
        assertThat(readers).allSatisfy(reader -> assertThat(reader.seen).containsExactly(1L, 2L));
    }

    @Test
    void append_consumersOfTwoContexts_areServedInTheirOwn() {
        Turns other = new Turns();
        Taking here = open(turns);
        Taking there = open(other);
        turns.all();
        other.all();
        raise(1, 1);
        turns.all();
        assertThat(here.seen).containsExactly(1L);
        assertThat(there.seen).isEmpty();
        other.all();
        assertThat(there.seen).containsExactly(1L);
    }

    @Test
    void append_consumersOfTwoContexts_shareOneReadAndOneTaskEach() {
        Turns other = new Turns();
        List<Taking> readers = List.of(open(turns), open(turns), open(other), open(other));
        turns.all();
        other.all();
        raise(1, 1);
        turns.all();
        other.all();
        reads.set(0);

        raise(2, 2);

        assertThat(turns.turn()).isEqualTo(1);
        assertThat(other.turn()).isEqualTo(1);
        assertThat(readers).allSatisfy(reader -> assertThat(reader.seen).containsExactly(1L, 2L));
        assertThat(reads).hasValue(1);
    }

    /** What comes while a read is under way is read together, and no consumer waits for ever. */
    @Test
    void append_whileReading_isReadTogetherNext() {
        Queue<Runnable> held = new ArrayDeque<>();
        Taking reader = open(turns);
        turns.all();
        raise(1, 1);
        turns.all();
        log.readers(held::add);
        reads.set(0);

        raise(2, 5);
        assertThat(held).hasSize(1);
        while (!held.isEmpty()) {
            held.remove().run();
            turns.all();
        }

        assertThat(reader.seen).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(reads.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void append_whileConsumersAreBeingWoken_wakesThemAgain() {
        AtomicInteger later = new AtomicInteger(2);
        Executor context = task -> {
            task.run();
            if (log.head(FEED).toCompletableFuture().join() == 1 && later.get() == 2) {
                raise(later.getAndIncrement(), 2);
            }
        };
        Taking reader = open(context);
        raise(1, 1);
        assertThat(reader.seen).containsExactly(1L, 2L);
    }

    /** What is in memory needs no second task: the one that looks hands it over. */
    @Test
    void append_inMemory_isTakenInTheSameTurn() {
        Taking first = open(turns);
        turns.all();
        raise(1, 1);
        turns.all();
        raise(2, 2);
        List<Taking> both = List.of(first, open(turns, Consumer.Mode.ALL, new Taking()));
        turns.all();
        raise(3, 3);
        turns.all();
        assertThat(both).allSatisfy(reader -> assertThat(reader.seen).containsExactly(1L, 2L, 3L));
        // Those at one place were given one entry.
        assertThat(both.get(0).entries.get(2)).isSameAs(both.get(1).entries.get(2));
    }

    /** Long stretches in memory are read in a loop, not one inside the other. */
    @Test
    void look_manyPagesInMemory_takesThemAll() throws Exception {
        Taking keeps = open(turns);
        for (int i = 0; i < 500; i++) {
            raise(i * 4 + 1, i * 4 + 4);
            turns.all();
        }
        assertThat(keeps.seen).hasSize(2000);
        Taking one = open(turns, Consumer.Mode.ALL, new Taking() {
            @Override
            public int room() {
                return 1;
            }
        });
        // On a stack that would not hold them one inside the other.
        Thread small = new Thread(null, turns::all, "small stack", 160 * 1024);
        small.start();
        small.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(one.seen).hasSize(2000);
    }

    /** What is taken back while a turn goes on is not given to those who come later in it. */
    @Test
    void retract_duringATurn_isNotShownToTheRest() {
        raise(1, 1);
        List<Boolean> shown = new ArrayList<>();
        boolean[] erased = {false};
        for (int i = 0; i < 6; i++) {
            Taking reader = open(turns, Consumer.Mode.ALL, new Taking() {
                @Override
                public void take(List<Entry> taken) {
                    super.take(taken);
                    if (taken.get(0).alert().sequence() == 2) {
                        shown.add(taken.get(0).body().isPresent());
                    }
                    if (shown.size() == 3 && !erased[0]) {
                        erased[0] = true;
                        List<Appended> unused = feeds.append(List.of(
                                        new FeedChange.Retract(post("p2", "").id(), NOON)))
                                .toCompletableFuture()
                                .join();
                    }
                }
            });
            assertThat(reader.seen).isEmpty();
        }
        turns.all();
        raise(2, 2);
        // In memory from now on, so that none of them has to read it from the log.
        Page unused = feeds.read(new Cursor(FEED, 1), 10).toCompletableFuture().join();
        turns.all();
        assertThat(shown).containsExactly(true, true, true, false, false, false);
    }

    @Test
    void latest_fellBehind_isToldAndGivenTheNewest() {
        raise(1, 100);
        Taking latest = open(turns, Consumer.Mode.LATEST, new Taking());
        turns.all();
        assertThat(latest.lags).containsExactly(new Lag(FEED, 36, 1, 36));
        assertThat(latest.seen).hasSize(64).startsWith(37L).endsWith(100L);
        raise(101, 110);
        turns.all();
        assertThat(latest.lags).hasSize(1);
        assertThat(latest.seen).endsWith(110L);
    }

    /** While it has no room it falls behind; when it has, it is told once, of all that was passed over. */
    @Test
    void latest_withoutRoomForLong_isToldOnce() {
        boolean[] open = {true};
        Taking latest = open(turns, Consumer.Mode.LATEST, new Taking() {
            @Override
            public int room() {
                return open[0] ? 64 : 0;
            }
        });
        turns.all();
        raise(1, 3);
        turns.all();
        open[0] = false;
        raise(4, 500);
        turns.all();
        open[0] = true;
        raise(501, 501);
        turns.all();
        assertThat(latest.lags).containsExactly(new Lag(FEED, 434, 4, 437));
        assertThat(latest.seen).startsWith(1L, 2L, 3L, 438L).endsWith(501L).hasSize(67);
    }
}
