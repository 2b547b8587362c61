package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.AuthorId;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How every engine finds an author's posts. */
abstract class AuthorsContract {
    private static final FeedChange REMOVED = new FeedChange.RetractAuthor(new AuthorId("test", "author"), NOON);

    @RegisterExtension
    final Stores stores;

    AuthorsContract(Stores stores) {
        this.stores = stores;
    }

    /** The next post that is stored has a key after this one, if the engine does not go on from the last row itself. */
    abstract void goOnFrom(long key);

    private Store open() {
        Store store = stores.open(InstantSource.fixed(NOON));
        get(store.subscriptions().save(subscription(A)));
        return store;
    }

    private static void assertAllErased(int alerts, Store store) {
        assertThat(get(store.feeds().read(new Cursor(A, 0), 10_000)).entries())
                .hasSize(alerts)
                .allMatch(entry -> entry.body().isEmpty());
    }

    @Test
    void retractAuthor_ofPostsThatWereStoredBeforeAuthorsWereKept_findsThemAll() {
        int posts = 600;
        Store store = open();
        get(store.feeds()
                .append(IntStream.range(0, posts)
                        .mapToObj(i -> raise("p" + i, A))
                        .toList()));
        stores.execute("UPDATE post SET author_hash = NULL");
        get(store.feeds().append(List.of(REMOVED)));
        assertAllErased(2 * posts, store);
    }

    /** So far apart that the looks for them are more than one write may make. */
    @Test
    void retractAuthor_ofPostsThatAreFarApart_findsThemAll() {
        Store store = open();
        for (long key : List.of(65_534L, 131_071L, 100_000_000L)) {
            stores.execute("INSERT INTO post (key, hash, source, id) VALUES (" + key + ", 0, 'other', '" + key + "')");
            goOnFrom(key);
            get(store.feeds().append(List.of(raise("a" + key, A), raise("b" + key, A))));
        }
        assertThat(stores.count("post WHERE key > 100000000")).isEqualTo(2);
        get(store.feeds().append(List.of(REMOVED)));
        assertAllErased(12, store);
    }
}
