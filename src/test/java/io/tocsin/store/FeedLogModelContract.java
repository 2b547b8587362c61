package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.C;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.keeping;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Page;
import io.tocsin.post.Author;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Geo;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import io.tocsin.post.SerialId;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.PostJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every feed log against plain lists, on random changes, removals and expiries. */
abstract class FeedLogModelContract {
    private static final List<SubscriptionId> FEEDS = List.of(A, B, C);
    private static final int POSTS = 24;
    private static final int AUTHORS = 3;

    @RegisterExtension
    final Stores stores;

    /** The clock's, which the store's threads read. */
    private volatile Instant now = NOON;

    private final FeedLogModel model = new FeedLogModel(NOON);

    FeedLogModelContract(Stores stores) {
        this.stores = stores;
    }

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void stored_agreesWithTheModel(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Limits limits = Limits.USUAL.cut(new Eras(random.nextInt(1, 8), random.nextInt(1, 4)));
        Store store = stores.open(() -> now, limits);
        FEEDS.forEach(feed -> save(store, feed, Duration.ofHours(2)));
        List<String> done = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            step(random, store, done);
            for (SubscriptionId feed : FEEDS) {
                agree(store, new Cursor(feed, random.nextInt(12)), random.nextInt(1, 40), done);
            }
        }
        store.close();
        Store again = stores.open(() -> now, limits);
        FEEDS.forEach(feed -> agree(again, new Cursor(feed, 0), 1_000, done));
    }

    private void save(Store store, SubscriptionId feed, Duration retention) {
        if (get(store.subscriptions().find(feed)).isEmpty()) {
            get(store.subscriptions().save(subscription(feed)));
        }
        get(store.subscriptions().save(keeping(feed, retention)));
        model.save(feed, retention);
    }

    private void step(SplittableRandom random, Store store, List<String> done) {
        SubscriptionId feed = FEEDS.get(random.nextInt(FEEDS.size()));
        switch (random.nextInt(20)) {
            case 0 -> {
                done.add("remove " + feed);
                get(store.subscriptions().remove(feed));
                model.remove(feed);
            }
            case 1 -> {
                Duration retention = Duration.ofMinutes(random.nextInt(60, 180));
                done.add("keep " + feed + " " + retention);
                save(store, feed, retention);
            }
            case 2, 3 -> {
                done.add("expire");
                pass(Duration.ofMinutes(random.nextInt(40)));
                assertThat(get(store.expire())).as("%s", done).isEqualTo(model.expire());
            }
            default -> {
                pass(Duration.ofSeconds(random.nextInt(60)));
                List<FeedChange> changes = Stream.generate(() -> change(random))
                        .limit(random.nextInt(1, 6))
                        .toList();
                changes.forEach(change -> done.add(change.toString()));
                assertThat(get(store.feeds().append(changes)))
                        .as("%s", done)
                        .isEqualTo(changes.stream().map(model::append).toList());
            }
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        model.at(now);
    }

    private void agree(Store store, Cursor after, int limit, List<String> done) {
        Page page = get(store.feeds().read(after, limit));
        assertThat(new FeedLogModel.Read(
                        page.gap(),
                        page.entries().stream().map(FeedLogModelContract::shown).toList()))
                .as("%s after %s", after, done)
                .isEqualTo(model.read(after, limit));
    }

    private static FeedLogModel.Shown shown(Entry entry) {
        return new FeedLogModel.Shown(
                entry.alert().sequence(),
                entry.alert().kind(),
                entry.alert().post(),
                entry.alert().reason(),
                entry.alert().spans(),
                FeedLogModel.Shown.text(entry.body().map(body -> PostJson.decode(body.json(), Instant.EPOCH))));
    }

    private static FeedChange change(SplittableRandom random) {
        int number = random.nextInt(POSTS);
        PostId post = id(number);
        AuthorId author = new AuthorId("test", "a" + random.nextInt(AUTHORS));
        return switch (random.nextInt(24)) {
            case 0, 1 -> new FeedChange.Retract(post, NOON);
            case 2, 3 -> new FeedChange.ScrubGeo(post, NOON);
            case 4 -> new FeedChange.Pause(post, FEEDS.get(random.nextInt(FEEDS.size())), NOON);
            case 5 -> new FeedChange.RetractAuthor(author, NOON);
            case 6, 7 -> new FeedChange.RestoreAuthor(author, NOON);
            case 8 -> new FeedChange.ScrubAuthorGeo(author, new SerialId("" + random.nextInt(POSTS)), NOON);
            case 9, 10, 11, 12, 13 ->
                new FeedChange.Correct(
                        post,
                        post(number, random.nextInt(1, 4), random.nextBoolean()),
                        random.nextBoolean() ? Optional.empty() : Optional.of(NOON.plusSeconds(random.nextInt(5))),
                        targets(random),
                        NOON);
            default ->
                new FeedChange.Raise(
                        post(number, random.nextInt(5) == 0 ? 1 : 0, random.nextBoolean()), targets(random), NOON);
        };
    }

    private static PostId id(int number) {
        return new PostId("test", "" + number);
    }

    private static List<FeedChange.Target> targets(SplittableRandom random) {
        return random.ints(random.nextInt(4), 0, FEEDS.size())
                .mapToObj(i -> new FeedChange.Target(FEEDS.get(i), List.of(new Span(i, i + 1))))
                .toList();
    }

    private static Post post(int number, int version, boolean placed) {
        return new Post(
                id(number),
                new Author(
                        "a" + number % AUTHORS,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        false),
                NOON,
                Post.Kind.ORIGINAL,
                "version " + version,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                placed ? Optional.of(new Geo(51, -114)) : Optional.empty(),
                Optional.empty(),
                List.of(),
                References.NONE);
    }
}
