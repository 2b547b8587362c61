package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.C;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.keeping;
import static io.tocsin.store.Samples.pause;
import static io.tocsin.store.Samples.post;
import static io.tocsin.store.Samples.postId;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.retract;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Page;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.PostJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every feed log does. */
abstract class FeedLogContract {
    private static final Page END = new Page(Optional.empty(), List.of(), Duration.ofDays(30));

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private Store store;

    @RegisterExtension
    final Stores stores;

    FeedLogContract(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void begin() {
        // So short that most feeds are in many.
        store = stores.open(now::get, Limits.USUAL.cut(new Eras(3, 1)));
        for (SubscriptionId id : List.of(A, B, C)) {
            get(store.subscriptions().save(subscription(id)));
        }
    }

    private List<Appended> append(FeedChange... changes) {
        return get(store.feeds().append(List.of(changes)));
    }

    private void keep(SubscriptionId feed, Duration retention) {
        get(store.subscriptions().save(keeping(feed, retention)));
    }

    private List<Entry> read(SubscriptionId feed) {
        return get(store.feeds().read(new Cursor(feed, 0), 10_000)).entries();
    }

    private static Appended accepted(Cursor... added) {
        return new Appended(Receipt.ACCEPTED, List.of(added));
    }

    @Test
    void append_raises_numbersEachFeedInTheOrderOfTheChanges() {
        assertThat(append(raise("1", A, B), raise("2", B), raise("3", B, A)))
                .containsExactly(
                        accepted(new Cursor(A, 1), new Cursor(B, 1)),
                        accepted(new Cursor(B, 2)),
                        accepted(new Cursor(B, 3), new Cursor(A, 2)));
    }

    @Test
    void append_raise_canBeReadAsItWasWritten() {
        now.set(NOON.plusSeconds(5));
        append(raise("1", A));
        Alert expected = new Alert(
                A,
                1,
                Alert.Kind.RAISED,
                postId("1"),
                List.of(new Span(0, 4), new Span(300, 70_000)),
                NOON,
                NOON.plusSeconds(5));
        assertThat(read(A)).singleElement().satisfies(entry -> {
            assertThat(entry.alert()).isEqualTo(expected);
            assertThat(entry.body().orElseThrow().json()).isEqualTo(PostJson.encode(post("1")));
        });
    }

    @Test
    void append_fromManyThreads_leavesNoHoleAndNoDouble() {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<CompletableFuture<List<Appended>>> appends = IntStream.range(0, 400)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> append(raise("p" + i, A, i % 2 == 0 ? B : C)), threads))
                .toList();
        List<Long> told = appends.stream()
                .map(Samples::get)
                .map(results -> results.get(0).added().get(0).sequence())
                .sorted()
                .toList();
        threads.shutdown();
        assertThat(told).isEqualTo(LongStream.rangeClosed(1, 400).boxed().toList());
        assertThat(read(A)).extracting(entry -> entry.alert().sequence()).isEqualTo(told);
        assertThat(read(B)).extracting(entry -> entry.alert().sequence()).isEqualTo(told.subList(0, 200));
    }

    @Test
    void append_manyPosts_raisesEachAsItCame() {
        int posts = 2 * 256 + 32 + 3;
        List<Appended> results = append(IntStream.range(0, posts)
                .mapToObj(i -> raise("p" + i, i % 2 == 0 ? A : B))
                .toArray(FeedChange[]::new));
        assertThat(results)
                .isEqualTo(IntStream.range(0, posts)
                        .mapToObj(i -> accepted(new Cursor(i % 2 == 0 ? A : B, i / 2 + 1)))
                        .toList());
        assertThat(read(A))
                .extracting(entry -> entry.alert().post().id())
                .isEqualTo(IntStream.iterate(0, i -> i < posts, i -> i + 2)
                        .mapToObj(i -> "p" + i)
                        .toList());
        assertThat(read(B))
                .allSatisfy(entry -> assertThat(entry.body().orElseThrow().json())
                        .isEqualTo(PostJson.encode(post(entry.alert().post().id()))));
    }

    @Test
    void append_postsKnownAndNewAndTwice_numbersThemInTheirOrder() {
        append(raise("1", A), retract("2"));
        assertThat(append(
                        raise("3", A), raise("1", A, B), raise("2", A), raise("4", B, A), raise("3", B), raise("5", B)))
                .containsExactly(
                        accepted(new Cursor(A, 2)),
                        accepted(new Cursor(B, 1)),
                        new Appended(Receipt.DELETED_BEFORE, List.of()),
                        accepted(new Cursor(B, 2), new Cursor(A, 3)),
                        accepted(new Cursor(B, 3)),
                        accepted(new Cursor(B, 4)));
        assertThat(read(B)).extracting(entry -> entry.alert().post().id()).containsExactly("1", "4", "3", "5");
    }

    @Test
    void append_raiseThenRetractAndPause_seesWhatCameBefore() {
        assertThat(append(raise("1", A, B), raise("2", B), retract("1"), pause("2", B), raise("3", A)))
                .containsExactly(
                        accepted(new Cursor(A, 1), new Cursor(B, 1)),
                        accepted(new Cursor(B, 2)),
                        accepted(new Cursor(A, 2), new Cursor(B, 3)),
                        accepted(new Cursor(B, 4)),
                        accepted(new Cursor(A, 3)));
    }

    @Test
    void append_theSamePostAgain_isADuplicateAndAddsNothing() {
        append(raise("1", A, B));
        assertThat(append(raise("1", A, B))).containsExactly(new Appended(Receipt.DUPLICATE, List.of()));
        assertThat(read(A)).hasSize(1);
    }

    @Test
    void append_theSamePostToOneMoreFeed_addsThereAlone() {
        append(raise("1", A));
        assertThat(append(raise("1", A, B))).containsExactly(accepted(new Cursor(B, 1)));
    }

    @Test
    void append_aFeedNamedTwice_getsOneAlert() {
        assertThat(append(raise("1", A, A))).containsExactly(accepted(new Cursor(A, 1)));
    }

    @Test
    void append_noTargets_isAcceptedEachTime() {
        assertThat(append(raise("1"), raise("1"))).containsExactly(accepted(), accepted());
    }

    @Test
    void append_toAGoneSubscription_passesItOver() {
        get(store.subscriptions().remove(B));
        assertThat(append(raise("1", B, A), raise("2", B))).containsExactly(accepted(new Cursor(A, 1)), accepted());
    }

    @Test
    void append_postsOfTwoSourcesWithOneId_areTwoPosts() {
        FeedChange.Target target = new FeedChange.Target(A, List.of());
        List<PostId> ids = List.of(new PostId("x", "1"), new PostId("y", "1"));
        append(new FeedChange.Retract(ids.get(0), NOON));
        assertThat(append(new FeedChange.Retract(ids.get(1), NOON))).containsExactly(accepted());
        assertThat(append(new FeedChange.Raise(post("1"), List.of(target), NOON)))
                .containsExactly(accepted(new Cursor(A, 1)));
    }

    @Test
    void append_retract_erasesTheBodyAndTellsEachFeedThatCarriedIt() {
        append(raise("1", B, A), raise("2", C));
        assertThat(append(retract("1"))).containsExactly(accepted(new Cursor(B, 2), new Cursor(A, 2)));
        assertThat(read(A))
                .extracting(entry -> entry.alert().kind())
                .containsExactly(Alert.Kind.RAISED, Alert.Kind.RETRACTED);
        assertThat(read(A)).extracting(entry -> entry.alert().post()).containsOnly(postId("1"));
        assertThat(read(A)).allMatch(entry -> entry.body().isEmpty());
        assertThat(read(C)).singleElement().matches(entry -> entry.body().isPresent());
    }

    @Test
    void append_retractAgain_isADuplicate() {
        append(raise("1", A), retract("1"));
        assertThat(append(retract("1"))).containsExactly(new Appended(Receipt.DUPLICATE, List.of()));
        assertThat(read(A)).hasSize(2);
    }

    @Test
    void append_retractBeforeThePost_keepsItOut() {
        assertThat(append(retract("1"), retract("1"), raise("1", A)))
                .containsExactly(
                        accepted(),
                        new Appended(Receipt.DUPLICATE, List.of()),
                        new Appended(Receipt.DELETED_BEFORE, List.of()));
        assertThat(read(A)).isEmpty();
    }

    @Test
    void append_raiseAfterItsRetraction_addsNothingAnywhere() {
        append(raise("1", A), retract("1"));
        assertThat(append(raise("1", A, B))).containsExactly(new Appended(Receipt.DELETED_BEFORE, List.of()));
        assertThat(read(A)).hasSize(2);
        assertThat(read(B)).isEmpty();
    }

    @Test
    void append_pause_isToldOnceInItsFeedAlone() {
        append(raise("1", A, B));
        assertThat(append(pause("1", A))).containsExactly(accepted(new Cursor(A, 2)));
        assertThat(append(pause("1", A))).containsExactly(new Appended(Receipt.DUPLICATE, List.of()));
        assertThat(read(A))
                .extracting(entry -> entry.alert().kind())
                .containsExactly(Alert.Kind.RAISED, Alert.Kind.PAUSED);
        assertThat(read(A).get(1).alert().post()).isEqualTo(postId("1"));
        assertThat(read(B)).hasSize(1);
    }

    @Test
    void append_pauseAtAPostThatIsGone_isToldAllTheSame() {
        append(raise("1", A), retract("1"));
        assertThat(append(pause("1", A))).containsExactly(accepted(new Cursor(A, 3)));
        assertThat(append(retract("1"))).containsExactly(new Appended(Receipt.DUPLICATE, List.of()));
    }

    @Test
    void append_retractAfterAPause_tellsTheFeedOnce() {
        append(raise("1", A), pause("1", A));
        assertThat(append(retract("1"))).containsExactly(accepted(new Cursor(A, 3)));
    }

    @Test
    void append_pauseOfAGoneSubscriptionOrAtAnUnknownPost_isPassedOver() {
        append(raise("1", A));
        assertThat(append(pause("1", new SubscriptionId("sub_gone")), pause("2", A)))
                .containsExactly(accepted(), accepted());
        assertThat(append(raise("2", A))).containsExactly(accepted(new Cursor(A, 2)));
    }

    @Test
    void append_theClockGoesBack_theFeedsTimesDoNot() {
        append(raise("1", A));
        now.set(NOON.minusSeconds(60));
        append(raise("2", A), raise("3", B));
        assertThat(read(A)).extracting(entry -> entry.alert().raisedAt()).containsExactly(NOON, NOON);
        assertThat(read(B)).extracting(entry -> entry.alert().raisedAt()).containsExactly(NOON.minusSeconds(60));
    }

    @Test
    void read_afterACursor_givesWhatFollowsUpToTheLimit() {
        append(raise("1", A), raise("2", A), raise("3", A), raise("4", A));
        assertThat(get(store.feeds().read(new Cursor(A, 1), 2)).entries())
                .extracting(entry -> entry.alert().sequence())
                .containsExactly(2L, 3L);
        assertThat(get(store.feeds().read(new Cursor(A, 4), 2))).isEqualTo(END);
    }

    @Test
    void read_olderThanTheRetention_saysWhatIsGone() {
        keep(A, Duration.ofHours(1));
        for (int i = 1; i <= 5; i++) {
            now.set(NOON.plus(Duration.ofMinutes(10L * i)));
            append(raise("p" + i, A));
        }
        now.set(NOON.plus(Duration.ofMinutes(10 * 3)).plus(Duration.ofHours(1)));
        Page page = get(store.feeds().read(new Cursor(A, 1), 10));
        assertThat(page.gap()).contains(new Gap(A, 2, 2));
        assertThat(page.entries()).extracting(entry -> entry.alert().sequence()).containsExactly(3L, 4L, 5L);
        assertThat(get(store.feeds().gone(A))).isEqualTo(2);
        assertThat(get(store.feeds().read(new Cursor(A, 2), 10)).gap()).isEmpty();
    }

    @Test
    void read_allOlderThanTheRetention_saysSoUpToTheHead() {
        keep(A, Duration.ofHours(1));
        append(raise("1", A), raise("2", A));
        now.set(NOON.plus(Duration.ofHours(1)).plusNanos(1_000));
        assertThat(get(store.feeds().read(new Cursor(A, 0), 10)))
                .isEqualTo(new Page(Optional.of(new Gap(A, 1, 2)), List.of(), Duration.ofHours(1)));
        assertThat(get(store.feeds().read(new Cursor(A, 2), 10)).atEnd()).isTrue();
        assertThat(get(store.feeds().gone(A))).isEqualTo(2);
        assertThat(get(store.feeds().headAt(A, NOON.minusSeconds(1)))).isZero();
        assertThat(get(store.feeds().headAt(A, NOON))).isEqualTo(2);
    }

    @Test
    void read_retentionMadeShorter_goesByTheNew() {
        append(raise("1", A));
        now.set(NOON.plusSeconds(5));
        append(raise("2", A));
        keep(A, Duration.ofSeconds(4));
        assertThat(read(A)).extracting(entry -> entry.alert().sequence()).containsExactly(2L);
        keep(A, Duration.ofSeconds(5));
        assertThat(read(A)).extracting(entry -> entry.alert().sequence()).containsExactly(1L, 2L);
    }

    @Test
    void expire_deletesWhatIsGoneAndSaysSo() {
        keep(A, Duration.ofHours(1));
        append(raise("1", A, B), raise("2", A));
        now.set(NOON.plus(Duration.ofHours(1)));
        append(raise("3", A));
        now.set(NOON.plus(Duration.ofHours(1)).plusNanos(1_000));
        assertThat(get(store.expire())).isEqualTo(2);
        assertThat(get(store.expire())).isZero();
        assertThat(get(store.feeds().read(new Cursor(A, 0), 10)).gap()).contains(new Gap(A, 1, 2));
        assertThat(read(A)).extracting(entry -> entry.alert().sequence()).containsExactly(3L);
        assertThat(read(B)).singleElement().matches(entry -> entry.body().isPresent());
        assertThat(get(store.feeds().headAt(A, NOON))).isZero();
        assertThat(append(raise("4", A))).containsExactly(accepted(new Cursor(A, 4)));
    }

    @Test
    void expire_manyAlerts_deletesThemAll() {
        keep(A, Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            append(IntStream.range(500 * i, 500 * (i + 1))
                    .mapToObj(n -> raise("p" + n, A))
                    .toArray(FeedChange[]::new));
        }
        now.set(NOON.plus(Duration.ofHours(2)));
        append(raise("last", A));
        assertThat(get(store.expire())).isEqualTo(2_500);
        assertThat(read(A)).extracting(entry -> entry.alert().sequence()).containsExactly(2_501L);
    }

    @Test
    void expire_erasedPost_isKeptOutAsLongAsTheLongestFeedKeepsAlerts() {
        keep(A, Duration.ofHours(1));
        for (SubscriptionId other : List.of(B, C)) {
            keep(other, Duration.ofHours(2));
        }
        append(retract("1"), raise("2", A), retract("2"));
        now.set(NOON.plus(Duration.ofHours(2)));
        long unused = get(store.expire());
        assertThat(append(raise("1", A), raise("2", A)))
                .extracting(Appended::receipt)
                .containsOnly(Receipt.DELETED_BEFORE);
        now.set(NOON.plus(Duration.ofHours(2)).plusNanos(1_000));
        unused = get(store.expire());
        assertThat(append(raise("1", A), raise("2", A)))
                .containsExactly(accepted(new Cursor(A, 3)), accepted(new Cursor(A, 4)));
    }

    @Test
    void heads_ofMany_areTold() {
        append(raise("1", A, B), raise("2", B));
        Set<SubscriptionId> asked = IntStream.range(0, 200)
                .mapToObj(i -> new SubscriptionId("sub_none" + i))
                .collect(Collectors.toSet());
        asked.addAll(List.of(A, B, C));
        assertThat(get(store.feeds().heads(asked))).isEqualTo(Map.of(A, 1L, B, 2L, C, 0L));
    }

    @Test
    void read_ofNoFeed_givesNothing() {
        assertThat(read(new SubscriptionId("sub_none"))).isEmpty();
    }

    @Test
    void read_limitBelowOne_isRefused() {
        assertThatThrownBy(() -> store.feeds().read(new Cursor(A, 0), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit: 0 (expected: 1 or more)");
    }

    @Test
    void head_isTheLastAlertsNumber() {
        append(raise("1", A), raise("2", A), retract("1"));
        assertThat(get(store.feeds().head(A))).isEqualTo(3);
        assertThat(get(store.feeds().head(B))).isZero();
        assertThat(get(store.feeds().head(new SubscriptionId("sub_none")))).isZero();
    }

    @Test
    void headAt_isTheLastAlertRaisedByThen() {
        for (int i = 0; i < 7; i++) {
            now.set(NOON.plusSeconds(i / 2));
            append(raise("p" + i, A));
        }
        List<Duration> ages = List.of(
                Duration.ofNanos(-1_000),
                Duration.ZERO,
                Duration.ofMillis(999),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofDays(1));
        assertThat(ages)
                .map(age -> get(store.feeds().headAt(A, NOON.plus(age))))
                .containsExactly(0L, 2L, 2L, 4L, 6L, 7L, 7L);
        assertThat(get(store.feeds().headAt(A, Instant.MAX))).isEqualTo(7);
        assertThat(get(store.feeds().headAt(A, Instant.MIN))).isZero();
        assertThat(get(store.feeds().headAt(B, NOON))).isZero();
    }

    @Test
    void remove_ofASubscription_takesItsFeedAlone() {
        append(raise("1", A, B), raise("2", B));
        get(store.subscriptions().remove(B));
        assertThat(read(B)).isEmpty();
        assertThat(get(store.feeds().head(B))).isZero();
        assertThat(read(A)).singleElement().matches(entry -> entry.body().isPresent());
    }

    @Test
    void remove_thenRetract_tellsTheFeedsThatAreLeft() {
        append(raise("1", A, B));
        get(store.subscriptions().remove(B));
        assertThat(append(retract("1"))).containsExactly(accepted(new Cursor(A, 2)));
    }

    @Test
    void save_again_keepsTheFeed() {
        append(raise("1", A));
        get(store.subscriptions().save(subscription(A)));
        assertThat(append(raise("2", A))).containsExactly(accepted(new Cursor(A, 2)));
    }

    @Test
    void save_afterRemove_beginsANewFeed() {
        append(raise("1", A));
        get(store.subscriptions().remove(A));
        get(store.subscriptions().save(subscription(A)));
        assertThat(append(raise("2", A))).containsExactly(accepted(new Cursor(A, 1)));
        assertThat(Set.copyOf(
                        read(A).stream().map(entry -> entry.alert().post()).toList()))
                .containsExactly(postId("2"));
    }
}
