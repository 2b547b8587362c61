package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.FencedException;
import io.tocsin.feed.InMemoryFeedLog;
import io.tocsin.feed.News;
import io.tocsin.feed.Posts;
import io.tocsin.post.Receipt;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.AppendBytes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class OwnedFeedWriterTest {
    private static final SubscriptionId FIRES = new SubscriptionId("sub_fires");
    private static final SubscriptionId FLOODS = new SubscriptionId("sub_floods");

    private final String here = "mem_1";
    private final String there = "mem_2";
    private final String third = "mem_3";

    /** The store that all share. */
    private final InMemoryFeedLog store = new InMemoryFeedLog();

    private final Map<SubscriptionId, String> owners = new HashMap<>();
    private final Map<String, OwnedFeedWriter> members = new HashMap<>();
    private final List<News> told = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Optional<Runnable> onAsk = Optional.empty();
    private volatile boolean serving = true;

    private OwnedFeedWriter member(String id) {
        return member(id, Duration.ofSeconds(20));
    }

    private OwnedFeedWriter member(String id, Duration patience) {
        return members.computeIfAbsent(
                id,
                self -> new OwnedFeedWriter(
                        store, new FakePeers(self), () -> serving, patience, InstantSource.system()));
    }

    private class FakePeers implements Peers {
        private final String self;

        FakePeers(String self) {
            this.self = self;
        }

        @Override
        public String self() {
            return self;
        }

        @Override
        public String ownerOf(SubscriptionId feed) {
            return owners.getOrDefault(feed, here);
        }

        @Override
        public CompletionStage<byte[]> ask(String member, byte[] request) {
            asked.add(member);
            OwnedFeedWriter other = members.get(member);
            CompletionStage<byte[]> answer =
                    other == null ? CompletableFuture.failedStage(new AskedException("gone")) : other.answer(request);
            onAsk.ifPresent(Runnable::run);
            return answer;
        }

        @Override
        public CompletionStage<?> tellOthers(byte[] news) {
            told.add(AppendBytes.decodeNews(news));
            return CompletableFuture.completedStage(news);
        }
    }

    @Test
    void append_feedsOfSeveralOwners_eachWritesItsOwn_oneResult() {
        owners.put(FLOODS, there);
        member(there);

        List<Appended> results = join(member(here).append(List.of(raise("1", FIRES, FLOODS), raise("2", FLOODS))));

        assertThat(results)
                .containsExactly(
                        new Appended(Receipt.ACCEPTED, List.of(new Cursor(FIRES, 1), new Cursor(FLOODS, 1))),
                        new Appended(Receipt.ACCEPTED, List.of(new Cursor(FLOODS, 2))));
        assertThat(asked).containsExactly(there);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        new News(Map.of(FIRES, 1L), Set.of()), new News(Map.of(FLOODS, 2L), Set.of()));
    }

    @Test
    void append_againToOtherOwner_spansTravel() {
        owners.put(FLOODS, there);
        member(there);
        join(member(here).append(List.of(raise("1", FLOODS))));

        assertThat(join(store.read(new Cursor(FLOODS, 0), 10)).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.alert().spans()).containsExactly(new Span(0, 3)));
    }

    @Test
    void append_newToOneOwner_knownToOther_isAccepted() {
        owners.put(FLOODS, there);
        member(there);
        join(member(here).append(List.of(raise("1", FIRES))));

        assertThat(join(member(here).append(List.of(raise("1", FIRES, FLOODS)))))
                .containsExactly(new Appended(Receipt.ACCEPTED, List.of(new Cursor(FLOODS, 1))));
        assertThat(join(member(here).append(List.of(raise("1", FIRES, FLOODS)))))
                .containsExactly(new Appended(Receipt.DUPLICATE, List.of()));
        join(member(here).append(List.of(raise("2", FLOODS))));
        assertThat(join(member(here).append(List.of(raise("2", FIRES, FLOODS)))))
                .containsExactly(new Appended(Receipt.ACCEPTED, List.of(new Cursor(FIRES, 2))));
    }

    @Test
    void append_ownerMovedMeanwhile_newOwnerWrites() {
        owners.put(FLOODS, there);
        member(third);
        onAsk = Optional.of(() -> owners.put(FLOODS, third));
        members.put(
                there,
                new OwnedFeedWriter(store, new Moved(), () -> true, Duration.ofSeconds(20), InstantSource.system()));

        List<Appended> results = join(member(here).append(List.of(raise("1", FLOODS))));

        assertThat(results).containsExactly(new Appended(Receipt.ACCEPTED, List.of(new Cursor(FLOODS, 1))));
        assertThat(asked).containsExactly(there, third);
    }

    /** Knows already that all has gone to the third member. */
    private final class Moved implements Peers {
        @Override
        public String self() {
            return there;
        }

        @Override
        public String ownerOf(SubscriptionId feed) {
            return third;
        }

        @Override
        public CompletionStage<byte[]> ask(String member, byte[] request) {
            throw new AssertionError(member);
        }

        @Override
        public CompletionStage<?> tellOthers(byte[] news) {
            throw new AssertionError("nothing was written");
        }
    }

    @Test
    void append_ownerDies_itsFeedsComeHere_writtenHere() {
        owners.put(FLOODS, there);
        onAsk = Optional.of(() -> owners.put(FLOODS, here));

        assertThat(join(member(here).append(List.of(raise("1", FLOODS)))))
                .containsExactly(new Appended(Receipt.ACCEPTED, List.of(new Cursor(FLOODS, 1))));
    }

    @Test
    void append_answerLost_triedAgain_oneAlert_isNoRepeat() {
        owners.put(FLOODS, there);
        member(there);
        List<Integer> times = new ArrayList<>();
        OwnedFeedWriter sender = new OwnedFeedWriter(
                store,
                new FakePeers(here) {
                    @Override
                    public CompletionStage<byte[]> ask(String member, byte[] request) {
                        times.add(1);
                        CompletionStage<byte[]> answer = super.ask(member, request);
                        return times.size() == 1
                                ? answer.thenCompose(lost -> CompletableFuture.failedStage(
                                        new AskedException("late", new TimeoutException())))
                                : answer;
                    }
                },
                () -> true,
                Duration.ofSeconds(20),
                InstantSource.system());

        assertThat(join(sender.append(List.of(raise("1", FLOODS)))))
                .containsExactly(new Appended(Receipt.ACCEPTED, List.of()));
        assertThat(times).hasSize(2);
        assertThat(join(store.head(FLOODS))).isEqualTo(1);
        assertThat(join(sender.append(List.of(raise("1", FLOODS)))))
                .containsExactly(new Appended(Receipt.DUPLICATE, List.of()));
    }

    @Test
    void append_nobodyOwnsIt_failsWhenPatienceIsOver() {
        owners.put(FLOODS, there);
        OwnedFeedWriter impatient = member(here, Duration.ofMillis(150));

        assertThatThrownBy(() -> join(impatient.append(List.of(raise("1", FLOODS)))))
                .hasRootCauseInstanceOf(AskedException.class);
        assertThat(asked).hasSizeBetween(2, 3);
    }

    @Test
    void append_otherStoreFails_failsAtOnce() {
        owners.put(FLOODS, there);
        member(there);
        store.failing(Optional.of(new IllegalStateException("disk")));

        assertThatThrownBy(() -> join(member(here).append(List.of(raise("1", FLOODS)))))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("disk");
        assertThat(asked).hasSize(1);
    }

    @Test
    void append_otherHasNoRoom_triedAgain() {
        owners.put(FLOODS, there);
        member(there);
        store.failing(Optional.of(new RejectedExecutionException("full")));
        onAsk = Optional.of(() -> store.failing(Optional.empty()));

        assertThat(join(member(here).append(List.of(raise("1", FLOODS))))).hasSize(1);
        assertThat(asked).hasSize(2);
    }

    @Test
    void append_retraction_writtenHere_toldAsRewritten() {
        owners.put(FLOODS, there);
        member(there);
        join(member(here).append(List.of(raise("1", FLOODS))));
        asked.clear();
        told.clear();

        join(member(here)
                .append(List.of(new FeedChange.Retract(Posts.post("1", "").id(), Posts.NOON))));

        assertThat(asked).isEmpty();
        assertThat(told).containsExactly(new News(Map.of(FLOODS, 2L), Set.of(FLOODS)));
    }

    @Test
    void append_fencedHere_triedAgainWithTheOwnerThen() {
        member(there);
        store.failing(Optional.of(new FencedException(FIRES, 1, 2)));
        List<Appended> results = new ArrayList<>();
        CompletionStage<Void> appending =
                member(here).append(List.of(raise("1", FIRES))).thenAccept(results::addAll);
        owners.put(FIRES, there);
        store.failing(Optional.empty());

        appending.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(results).containsExactly(new Appended(Receipt.ACCEPTED, List.of(new Cursor(FIRES, 1))));
        assertThat(asked).containsExactly(there);
    }

    @Test
    void append_notServing_writesNothing_untilItServes() {
        serving = false;
        CompletionStage<List<Appended>> waits = member(here).append(List.of(raise("1", FIRES)));
        assertThat(join(store.head(FIRES))).isZero();
        assertThatThrownBy(() ->
                        Answer.results(join(member(here).answer(AppendBytes.encode(List.of(raise("1", FIRES)))))))
                .isInstanceOf(AskedException.class);

        serving = true;
        assertThat(join(waits)).containsExactly(new Appended(Receipt.ACCEPTED, List.of(new Cursor(FIRES, 1))));
    }

    @Test
    void answer_noRequest_saysSo() {
        byte[] answer = join(member(here).answer(new byte[] {1, 0, 0}));

        assertThatThrownBy(() -> Answer.results(answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a member's request");
    }

    private static FeedChange.Raise raise(String id, SubscriptionId... feeds) {
        List<FeedChange.Target> targets = new ArrayList<>();
        for (SubscriptionId feed : feeds) {
            targets.add(new FeedChange.Target(feed, List.of(new Span(0, 3))));
        }
        return new FeedChange.Raise(Posts.post(id, "the river rises"), targets, Posts.NOON);
    }

    private static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new CompletionException(e.getCause());
        }
    }
}
