package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.keeping;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How every engine finds a feed's alerts where the index of them is cut into eras. */
abstract class ErasContract {
    private static final Eras SHORT = new Eras(2, 1);
    private static final String WITHOUT_ALERTS =
            "feed_era e WHERE NOT EXISTS (SELECT 1 FROM alert a WHERE a.feed = e.feed AND a.era = e.era)";

    private static final List<String> TO_VERSION_8 = List.of(
            "CREATE UNIQUE INDEX alert_by_sequence ON alert (feed, sequence)",
            "DROP INDEX alert_by_era",
            "DROP TABLE feed_era",
            "ALTER TABLE alert DROP COLUMN era",
            "ALTER TABLE feed DROP COLUMN era",
            "ALTER TABLE feed DROP COLUMN era_first",
            "DROP INDEX post_by_author",
            "DROP INDEX post_without_author",
            "CREATE INDEX post_by_author ON post (author_hash, key) WHERE erased_at IS NULL",
            "DELETE FROM flyway_schema_history WHERE version IN ('9', '10')");

    @RegisterExtension
    final Stores stores;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    ErasContract(Stores stores) {
        this.stores = stores;
    }

    private Store open(Eras eras) {
        return stores.open(now::get, Limits.USUAL.cut(eras));
    }

    private Store openWithFeeds(Eras eras) {
        Store store = open(eras);
        get(store.subscriptions().save(subscription(A)));
        get(store.subscriptions().save(subscription(B)));
        return store;
    }

    /** One append for each. */
    private static void raiseEach(Store store, int from, int to, SubscriptionId... feeds) {
        IntStream.range(from, to)
                .forEach(i -> assertThat(get(store.feeds().append(List.of(raise("p" + i, feeds)))))
                        .hasSize(1));
    }

    private static List<Long> read(Store store, long after) {
        return get(store.feeds().read(new Cursor(A, after), 100)).entries().stream()
                .map(entry -> entry.alert().sequence())
                .toList();
    }

    private static List<Long> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Long::valueOf).toList();
    }

    @Test
    void read_afterAnyAlertOfSeveralEras_givesThoseThatFollow() {
        Store store = openWithFeeds(SHORT);
        raiseEach(store, 0, 20, A, B);
        assertThat(stores.count("feed_era")).isGreaterThan(20);
        for (int after = 0; after <= 20; after++) {
            assertThat(read(store, after)).isEqualTo(numbers(after + 1, 20));
        }
    }

    @Test
    void append_toAFeedOfFewAlerts_staysInItsEra() {
        raiseEach(openWithFeeds(new Eras(2, 8)), 0, 24, A);
        assertThat(stores.rows("SELECT first FROM feed_era ORDER BY first")).containsExactly("1", "9", "17");
    }

    @Test
    void append_afterAnotherOpening_goesOnInTheEra() {
        Store store = openWithFeeds(new Eras(2, 8));
        raiseEach(store, 0, 12, A);
        store.close();
        raiseEach(open(new Eras(2, 8)), 12, 24, A);
        assertThat(stores.rows("SELECT first FROM feed_era ORDER BY first")).containsExactly("1", "9", "17");
    }

    @Test
    void open_aStoreWithoutEras_findsItsAlerts_andGoesOn() {
        Store store = openWithFeeds(SHORT);
        raiseEach(store, 0, 10, A, B);
        store.close();
        Stores.TO_VERSION_10.forEach(stores::execute);
        TO_VERSION_8.forEach(stores::execute);
        Store again = open(SHORT);
        raiseEach(again, 10, 20, A);
        for (int after = 0; after <= 20; after++) {
            assertThat(read(again, after)).isEqualTo(numbers(after + 1, 20));
        }
    }

    @Test
    void expire_someErasOfAFeed_forgetsThem() {
        Store store = openWithFeeds(SHORT);
        get(store.subscriptions().save(keeping(A, Duration.ofHours(1))));
        raiseEach(store, 0, 10, A);
        now.set(NOON.plus(Duration.ofHours(2)));
        raiseEach(store, 10, 15, A);
        assertThat(get(store.expire())).isEqualTo(10);
        assertThat(stores.count(WITHOUT_ALERTS)).isZero();
        assertThat(read(store, 0)).isEqualTo(numbers(11, 15));
    }

    @Test
    void expire_allAlerts_letsTheFeedGoOn() {
        Store store = openWithFeeds(SHORT);
        get(store.subscriptions().save(keeping(A, Duration.ofHours(1))));
        raiseEach(store, 0, 10, A);
        now.set(NOON.plus(Duration.ofHours(2)));
        assertThat(get(store.expire())).isEqualTo(10);
        raiseEach(store, 10, 30, A);
        assertThat(read(store, 0)).isEqualTo(numbers(11, 30));
    }

    @Test
    void remove_ofAFeedOfSeveralEras_forgetsThem() {
        Store store = openWithFeeds(SHORT);
        raiseEach(store, 0, 10, A);
        get(store.subscriptions().remove(A));
        get(store.check());
        assertThat(stores.count("feed_era")).isZero();
        assertThat(stores.count("alert")).isZero();
    }
}
