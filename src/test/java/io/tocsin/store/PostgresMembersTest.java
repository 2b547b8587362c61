package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
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

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Receipt;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two members on one database, one of which is in the middle of raising an alert in feed B while the other does what
 * touches the same post.
 */
final class PostgresMembersTest {
    private static final AuthorId AUTHOR = new AuthorId("test", "author");

    @RegisterExtension
    final Stores stores = Stores.postgres();

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private Store one;
    private Store raising;

    @BeforeEach
    void begin() {
        one = stores.open(now::get);
        get(one.subscriptions().save(subscription(A)));
        get(one.subscriptions().save(subscription(B)));
        raising = stores.open(now::get);
        // An alert that is raised in a feed of this table waits until the feed is taken out of it.
        stores.execute("CREATE TABLE held (feed BIGINT)");
        stores.execute("""
                CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                WHILE NEW.kind = 0 AND EXISTS (SELECT 1 FROM held h WHERE h.feed = NEW.feed)
                LOOP PERFORM pg_sleep(0.005); END LOOP; RETURN NEW; END $$""");
        stores.execute("CREATE TRIGGER hold BEFORE INSERT ON alert FOR EACH ROW EXECUTE FUNCTION hold()");
    }

    private static CompletableFuture<Appended> append(Store store, FeedChange change) {
        return store.feeds().append(List.of(change)).toCompletableFuture().thenApply(results -> results.get(0));
    }

    private static FeedChange edit(String id, String text, SubscriptionId... targets) {
        return new FeedChange.Correct(postId(id), post(id, text), Optional.empty(), targets(targets), NOON);
    }

    private static List<FeedChange.Target> targets(SubscriptionId... targets) {
        return Stream.of(targets)
                .map(target -> new FeedChange.Target(target, List.of(new Span(0, 4))))
                .toList();
    }

    /**
     * Begins to raise the post in B; once that is under way begins the other thing; once that waits, or has ended, lets
     * both go on to their end.
     */
    private Appended raiseBeside(String post, Supplier<CompletionStage<?>> other) {
        stores.execute("INSERT INTO held SELECT key FROM feed WHERE subscription = 'sub_b'");
        CompletableFuture<Appended> raised = append(raising, raise(post, B));
        await(() -> stores.count("pg_stat_activity WHERE wait_event = 'PgSleep'") > 0);
        CompletableFuture<?> beside = other.get().toCompletableFuture();
        await(() -> beside.isDone() || stores.count("pg_stat_activity WHERE wait_event_type = 'Lock'") > 0);
        stores.execute("DELETE FROM held");
        Object unused = get(beside);
        return get(raised);
    }

    private static void await(BooleanSupplier what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!what.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private List<Entry> read(SubscriptionId feed) {
        return get(one.feeds().read(new Cursor(feed, 0), 10_000)).entries();
    }

    private List<String> lines(SubscriptionId feed) {
        return read(feed).stream()
                .map(entry -> entry.alert().kind() + " " + entry.alert().post().id() + " "
                        + (entry.body().isPresent() ? "shown" : "gone"))
                .toList();
    }

    /** Nothing is left that nobody can get at, and nothing refers to what is not there. */
    private void consistent() {
        assertThat(stores.rows("SELECT id FROM post GROUP BY source, id HAVING COUNT(*) > 1"))
                .isEmpty();
        assertThat(stores.count("alert a WHERE NOT EXISTS (SELECT 1 FROM post p WHERE p.key = a.post)"))
                .as("alerts without a post")
                .isZero();
        assertThat(stores.count("alert a WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.key = a.feed)"))
                .as("alerts without a feed")
                .isZero();
        assertThat(stores.count("post p WHERE p.body IS NOT NULL"
                        + " AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.post = p.key AND a.gone IS NULL)"))
                .as("bodies that no alert shows")
                .isZero();
        assertThat(stores.count("alert a JOIN post p ON p.key = a.post"
                        + " WHERE p.erased_at IS NOT NULL AND a.gone IS NULL AND a.kind IN (0, 3)"))
                .as("feeds that were not told that a post is gone")
                .isZero();
        assertThat(stores.count("feed f WHERE f.head <> (SELECT COUNT(*) FROM alert a WHERE a.feed = f.key)"))
                .as("feeds with holes")
                .isZero();
    }

    @Test
    void retract_besideARaiseOfThePost_tellsThatFeedToo() {
        get(append(one, raise("1", A)));
        Appended raised = raiseBeside("1", () -> append(one, retract("1")));
        assertThat(raised.added()).containsExactly(new Cursor(B, 1));
        assertThat(lines(A)).containsExactly("RAISED 1 gone", "RETRACTED 1 gone");
        assertThat(lines(B)).containsExactly("RAISED 1 gone", "RETRACTED 1 gone");
        consistent();
    }

    @Test
    void retract_besideTheFirstRaiseOfThePost_tellsItsFeed() {
        Appended raised = raiseBeside("1", () -> append(one, retract("1")));
        assertThat(raised.added()).containsExactly(new Cursor(B, 1));
        assertThat(lines(B)).containsExactly("RAISED 1 gone", "RETRACTED 1 gone");
        consistent();
    }

    @Test
    void retractAuthor_besideTheFirstRaiseOfAPost_findsIt() {
        Appended raised = raiseBeside("1", () -> append(one, new FeedChange.RetractAuthor(AUTHOR, NOON)));
        assertThat(raised.added()).containsExactly(new Cursor(B, 1));
        assertThat(lines(B)).containsExactly("RAISED 1 gone", "RETRACTED 1 gone");
        assertThat(get(append(raising, raise("2", B))).receipt()).isEqualTo(Receipt.DELETED_BEFORE);
        consistent();
    }

    @Test
    void edit_besideARaiseOfThePost_takesItBackThere() {
        get(append(one, raise("1", A)));
        Appended raised = raiseBeside("1", () -> append(one, edit("1", "new", A)));
        assertThat(raised.added()).containsExactly(new Cursor(B, 1));
        assertThat(lines(A)).containsExactly("RAISED 1 shown", "CORRECTED 1 shown");
        assertThat(lines(B)).containsExactly("RAISED 1 gone", "RETRACTED 1 gone");
        consistent();
    }

    @Test
    void raise_ofOnePostIntoTwoFeedsAtOnce_storesItOnce() {
        Appended raised = raiseBeside("1", () -> append(one, raise("1", A)));
        assertThat(raised.added()).containsExactly(new Cursor(B, 1));
        assertThat(lines(A)).containsExactly("RAISED 1 shown");
        assertThat(lines(B)).containsExactly("RAISED 1 shown");
        assertThat(stores.count("post")).isEqualTo(1);
        consistent();
    }

    @Test
    void remove_ofTheFeedThatHadThePostAlone_besideARaiseInAnother_leavesItThere() {
        get(append(one, raise("1", A)));
        Appended raised = raiseBeside("1", () -> one.subscriptions().remove(A));
        assertThat(raised.added()).containsExactly(new Cursor(B, 1));
        assertThat(lines(B)).containsExactly("RAISED 1 shown");
        consistent();
    }

    @Test
    void remove_besideARaiseInThatFeed_takesItAlong() {
        Appended raised = raiseBeside("1", () -> one.subscriptions().remove(B));
        assertThat(raised.receipt()).isEqualTo(Receipt.ACCEPTED);
        assertThat(stores.count("alert")).isZero();
        assertThat(stores.count("post")).isZero();
        assertThat(get(append(raising, raise("2", B))).added()).isEmpty();
        consistent();
    }

    @Test
    void remove_ofTheLastTwoFeedsOfAPostAtOnce_takesItsBody() {
        for (int i = 0; i < 20; i++) {
            get(one.subscriptions().save(subscription(A)));
            get(one.subscriptions().save(subscription(B)));
            get(append(one, raise("1", A, B)));
            CompletionStage<Void> other = raising.subscriptions().remove(B);
            get(one.subscriptions().remove(A));
            get(other);
            assertThat(stores.count("post")).isZero();
        }
    }

    @Test
    void expire_ofTheLastAlertAboutThePost_besideARaiseInAnother_leavesItThere() {
        get(one.subscriptions().save(keeping(A, Duration.ofHours(1))));
        get(append(one, raise("1", A)));
        now.set(NOON.plus(Duration.ofHours(2)));
        Appended raised = raiseBeside("1", one::expire);
        assertThat(raised.added()).containsExactly(new Cursor(B, 1));
        assertThat(lines(B)).containsExactly("RAISED 1 shown");
        assertThat(stores.count("alert")).isEqualTo(1);
    }

    @Test
    void retract_ofMorePostsInOppositeOrder_byTwoAtOnce_endsForBoth() {
        List<FeedChange> raises =
                IntStream.range(0, 40).mapToObj(i -> raise("p" + i, A, B)).toList();
        get(one.feeds().append(raises));
        List<CompletableFuture<Appended>> retractions = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            retractions.add(append(one, retract("p" + i)));
            retractions.add(append(raising, retract("p" + (39 - i))));
        }
        List<Appended> told = retractions.stream().map(Samples::get).toList();
        assertThat(told)
                .filteredOn(result -> result.receipt() == Receipt.ACCEPTED)
                .hasSize(40);
        assertThat(read(A)).hasSize(80).allMatch(entry -> entry.body().isEmpty());
        consistent();
    }

    static IntStream seeds() {
        return IntStream.range(0, 6);
    }

    /** Each raises in a feed of its own; what corrects and takes back comes to either, and touches both feeds. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void changes_byTwoAtOnce_leaveNothingHalfDone(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<CompletionStage<?>> changes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            boolean first = random.nextBoolean();
            Store store = first ? one : raising;
            changes.add(store.feeds()
                    .append(Stream.generate(() -> change(random, first ? A : B))
                            .limit(random.nextInt(1, 6))
                            .toList()));
        }
        changes.forEach(change -> assertThat(get(change)).isNotNull());
        consistent();
    }

    private static FeedChange change(SplittableRandom random, SubscriptionId own) {
        String post = "p" + random.nextInt(40);
        return switch (random.nextInt(8)) {
            case 0 -> retract(post);
            case 1 ->
                edit(
                        post,
                        "text " + random.nextInt(3),
                        random.nextBoolean() ? new SubscriptionId[] {A, B} : new SubscriptionId[] {own});
            case 2 ->
                new FeedChange.Correct(
                        postId(post), post("p" + random.nextInt(40), "as one"), Optional.empty(), targets(own), NOON);
            case 3 -> pause(post, random.nextBoolean() ? A : B);
            default -> raise(post, own);
        };
    }

    @Test
    void pause_byWhoeverHearsOfIt_fencesNobody() {
        get(append(one, raise("1", A)));
        assertThat(get(append(raising, pause("1", A))).added()).containsExactly(new Cursor(A, 2));
        assertThat(get(append(one, raise("2", A))).added()).containsExactly(new Cursor(A, 3));
    }
}
