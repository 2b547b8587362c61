package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.C;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.keeping;
import static io.tocsin.store.Samples.post;
import static io.tocsin.store.Samples.postId;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.retract;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.Receipt;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every engine keeps of a post when its alerts go, and under how many names. */
abstract class StoredPostContract {
    @RegisterExtension
    final Stores stores;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private Store store;

    StoredPostContract(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void begin() {
        store = stores.open(now::get);
        for (SubscriptionId id : List.of(A, B, C)) {
            get(store.subscriptions().save(subscription(id)));
        }
    }

    private List<Appended> append(FeedChange... changes) {
        return get(store.feeds().append(List.of(changes)));
    }

    private static FeedChange edit(String before, String after, SubscriptionId... targets) {
        return new FeedChange.Correct(
                postId(before),
                post(after),
                Optional.empty(),
                Stream.of(targets)
                        .map(target -> new FeedChange.Target(target, List.of()))
                        .toList(),
                NOON);
    }

    private long read(SubscriptionId feed) {
        return get(store.feeds().read(new Cursor(feed, 0), 100)).entries().size();
    }

    private void remove(SubscriptionId feed) {
        get(store.subscriptions().remove(feed));
    }

    private void expireFeedsOfAnHour(SubscriptionId... feeds) {
        for (SubscriptionId feed : feeds) {
            get(store.subscriptions().save(keeping(feed, Duration.ofHours(1))));
        }
        now.set(NOON.plus(Duration.ofHours(2)));
        assertThat(get(store.expire())).isPositive();
    }

    @Test
    void remove_ofTheLastFeedOfAPost_takesAllItsNames() {
        append(raise("1", A), edit("1", "2", A), edit("2", "3", A));
        assertThat(stores.count("post")).isEqualTo(3);
        remove(A);
        assertThat(stores.count("post")).isZero();
        assertThat(append(raise("2", B))).containsExactly(new Appended(Receipt.ACCEPTED, List.of(new Cursor(B, 1))));
    }

    @Test
    void expire_ofTheLastAlertAboutAPost_takesAllItsNames() {
        append(raise("1", A), edit("1", "2", A));
        expireFeedsOfAnHour(A);
        assertThat(stores.count("post")).isZero();
    }

    /** The first version's alerts are in A; those of the second, which it became, in B. */
    private void join() {
        append(raise("1", A), raise("2", B), edit("1", "2", B));
        assertThat(stores.count("post WHERE body IS NOT NULL")).isEqualTo(1);
    }

    @Test
    void remove_ofTheFeedThatShowsAPost_leavesItsNamesWhereAnEarlierVersionIsReferredTo() {
        join();
        remove(B);
        assertThat(stores.count("post WHERE body IS NOT NULL")).isZero();
        assertThat(read(A)).isEqualTo(2);
        assertThat(append(raise("1", C), raise("2", C), retract("1"), retract("2")))
                .extracting(Appended::receipt)
                .containsExactly(Receipt.DUPLICATE, Receipt.DUPLICATE, Receipt.ACCEPTED, Receipt.DUPLICATE);
        remove(A);
        assertThat(stores.count("alert")).isZero();
    }

    @Test
    void remove_ofBothFeedsOfAPostAndItsEarlierVersion_takesAllOfIt() {
        join();
        remove(B);
        remove(A);
        assertThat(stores.count("post")).isZero();
    }

    @Test
    void remove_ofTheFeedOfAnEarlierVersion_leavesThePostAndBothNames() {
        join();
        remove(A);
        assertThat(stores.count("post")).isEqualTo(2);
        assertThat(append(retract("1"))).containsExactly(new Appended(Receipt.ACCEPTED, List.of(new Cursor(B, 2))));
    }

    @Test
    void expire_erasedPostWithAnEarlierVersionThatIsReferredTo_leavesThoseAlertsReadable() {
        join();
        append(retract("2"));
        expireFeedsOfAnHour(B, C);
        // Longer than any feed keeps alerts, as if A had been told to keep them longer since.
        stores.execute("UPDATE feed SET retention = 3600000000");
        stores.execute("UPDATE alert SET raised_at = raised_at + 7200000000");
        stores.execute("UPDATE feed SET raised_at = raised_at + 7200000000");
        long unused = get(store.expire());
        assertThat(read(A)).isEqualTo(2);
    }

    @Test
    void expire_erasedPostThatNothingRefersTo_forgetsAllItsNames() {
        append(raise("1", A), edit("1", "2", A), retract("2"));
        expireFeedsOfAnHour(A, B, C);
        assertThat(stores.count("post")).isZero();
        assertThat(stores.count("alert")).isZero();
    }

    /** As version 10 left it: posts were found by other numbers. */
    @Test
    void open_ofAnOlderStore_findsThePostsThatItHolds() {
        append(raise("1", A), raise("at://a/b/3l4k7v2qf5c2x", A), raise("p", A));
        store.close();
        stores.execute("UPDATE post SET hash = key");
        Stores.TO_VERSION_10.forEach(stores::execute);
        store = stores.open(now::get);
        assertThat(append(raise("1", A), retract("at://a/b/3l4k7v2qf5c2x"), retract("p")))
                .extracting(Appended::receipt)
                .containsExactly(Receipt.DUPLICATE, Receipt.ACCEPTED, Receipt.ACCEPTED);
        assertThat(read(A)).isEqualTo(5);
    }

    /** Some of so many ids that end with one number are found by one. */
    @Test
    void raise_manyPostsWhoseIdsEndWithOneNumber_keepsThemApart() {
        int posts = 1_000;
        assertThat(append(IntStream.range(0, posts)
                        .mapToObj(i -> raise("at://" + i + "/3l4k7v2qf5c2x", A))
                        .toArray(FeedChange[]::new)))
                .hasSize(posts);
        assertThat(stores.rows("SELECT source FROM post GROUP BY source, hash HAVING COUNT(*) > 1"))
                .isNotEmpty();
        assertThat(get(store.feeds().read(new Cursor(A, 0), 2 * posts)).entries().stream()
                        .map(entry -> entry.alert().post()))
                .hasSize(posts)
                .doesNotHaveDuplicates();
    }
}
