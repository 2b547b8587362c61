package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.C;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.pause;
import static io.tocsin.store.Samples.post;
import static io.tocsin.store.Samples.postId;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.retract;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.alert.Reason;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Geo;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.post.SerialId;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.PostJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How every feed log takes posts back, and corrects them. */
abstract class RetractionContract {
    private static final AuthorId AUTHOR = new AuthorId("test", "author");
    private static final Appended DUPLICATE = new Appended(Receipt.DUPLICATE, List.of());
    private static final Appended DELETED_BEFORE = new Appended(Receipt.DELETED_BEFORE, List.of());
    private static final List<Span> SPANS = List.of(new Span(0, 4));

    private Store store;

    @RegisterExtension
    final Stores stores;

    RetractionContract(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void begin() {
        store = stores.open(() -> NOON);
        for (SubscriptionId id : List.of(A, B, C)) {
            get(store.subscriptions().save(subscription(id)));
        }
    }

    private List<Appended> append(FeedChange... changes) {
        return get(store.feeds().append(List.of(changes)));
    }

    private List<Entry> read(SubscriptionId feed) {
        return get(store.feeds().read(new Cursor(feed, 0), 10_000)).entries();
    }

    private static Appended accepted(Cursor... added) {
        return new Appended(Receipt.ACCEPTED, List.of(added));
    }

    /** The feed's alerts, each with what is to be seen of its post. */
    private List<String> lines(SubscriptionId feed) {
        return read(feed).stream().map(RetractionContract::line).toList();
    }

    private static String line(Entry entry) {
        Alert alert = entry.alert();
        String text = entry.body()
                .map(body -> PostJson.decode(body.json(), Instant.EPOCH))
                .map(post -> post.text() + (post.geo().isPresent() ? "@" : ""))
                .orElse("-");
        String reason = alert.reason().map(Enum::name).orElse("");
        return alert.kind() + " " + alert.post().id() + " " + text + " "
                + alert.spans().size() + " " + reason;
    }

    private static FeedChange edit(String id, String text, SubscriptionId... targets) {
        return edit(id, post(id, text), Optional.empty(), targets);
    }

    private static FeedChange edit(String id, Post post, Optional<Instant> at, SubscriptionId... targets) {
        return new FeedChange.Correct(postId(id), post, at, targets(targets), NOON);
    }

    private static List<FeedChange.Target> targets(SubscriptionId... targets) {
        return Stream.of(targets)
                .map(target -> new FeedChange.Target(target, SPANS))
                .toList();
    }

    private static FeedChange removed() {
        return new FeedChange.RetractAuthor(AUTHOR, NOON);
    }

    private static FeedChange raisePlaced(String id, SubscriptionId... targets) {
        return new FeedChange.Raise(placed(id, "text of " + id), targets(targets), NOON);
    }

    private static Post placed(String id, String text) {
        Post post = post(id, text);
        return new Post(
                post.id(),
                post.author(),
                post.createdAt(),
                post.kind(),
                post.text(),
                post.hashtags(),
                post.mentions(),
                post.cashtags(),
                post.links(),
                post.lang(),
                Optional.of(new Geo(51, -114)),
                post.place(),
                post.media(),
                post.references());
    }

    private static FeedChange scrub(String id) {
        return new FeedChange.ScrubGeo(postId(id), NOON);
    }

    private static FeedChange scrubUpTo(String id) {
        return new FeedChange.ScrubAuthorGeo(AUTHOR, new SerialId(id), NOON);
    }

    @Test
    void retract_saysWhy_inTheRetractionAndInWhatItTakesBack() {
        append(raise("1", A), retract("1"));
        assertThat(lines(A)).containsExactly("RAISED 1 - 2 DELETED", "RETRACTED 1 - 0 DELETED");
    }

    @Test
    void retractAuthor_erasesEachPostOfTheirs_andNoOther() {
        FeedChange.Target target = new FeedChange.Target(A, List.of());
        Post elsewhere = post("4").as(new PostId("elsewhere", "4"), NOON);
        append(raise("1", A, B), raise("2", B), new FeedChange.Raise(elsewhere, List.of(target), NOON));
        assertThat(append(removed())).containsExactly(accepted(new Cursor(B, 3), new Cursor(A, 3), new Cursor(B, 4)));
        assertThat(lines(A))
                .containsExactly(
                        "RAISED 1 - 2 AUTHOR_REMOVED", "RAISED 4 text of 4 0 ", "RETRACTED 1 - 0 AUTHOR_REMOVED");
        assertThat(lines(B))
                .containsExactly(
                        "RAISED 1 - 2 AUTHOR_REMOVED",
                        "RAISED 2 - 2 AUTHOR_REMOVED",
                        "RETRACTED 2 - 0 AUTHOR_REMOVED",
                        "RETRACTED 1 - 0 AUTHOR_REMOVED");
    }

    @Test
    void retractAuthor_again_isADuplicate() {
        append(raise("1", A), removed());
        assertThat(append(removed())).containsExactly(DUPLICATE);
        assertThat(read(A)).hasSize(2);
    }

    @Test
    void retractAuthor_beforeTheirPosts_keepsThemOut() {
        assertThat(append(removed(), raise("1", A), edit("2", "x", A)))
                .containsExactly(accepted(), DELETED_BEFORE, DELETED_BEFORE);
        assertThat(read(A)).isEmpty();
    }

    @Test
    void restoreAuthor_letsNewPostsIn_andLeavesGoneWhatIs() {
        FeedChange restored = new FeedChange.RestoreAuthor(AUTHOR, NOON);
        append(raise("1", A), removed());
        assertThat(append(raise("2", A), restored, restored, raise("1", A, B), raise("2", A), edit("3", "x", A)))
                .containsExactly(
                        DELETED_BEFORE,
                        accepted(),
                        DUPLICATE,
                        DELETED_BEFORE,
                        accepted(new Cursor(A, 3)),
                        accepted(new Cursor(A, 4)));
        assertThat(lines(A))
                .containsExactly(
                        "RAISED 1 - 2 AUTHOR_REMOVED",
                        "RETRACTED 1 - 0 AUTHOR_REMOVED",
                        "RAISED 2 text of 2 2 ",
                        "RAISED 3 x 1 ");
        append(removed());
        assertThat(lines(A)).hasSize(6).noneMatch(line -> line.contains("text"));
    }

    @Test
    void restoreAuthor_whosePlacesWereScrubbed_leavesThoseScrubbed() {
        append(scrubUpTo("5"), removed(), new FeedChange.RestoreAuthor(AUTHOR, NOON));
        append(raisePlaced("4", A), raisePlaced("6", A));
        assertThat(lines(A)).containsExactly("RAISED 4 text of 4 1 ", "RAISED 6 text of 6@ 1 ");
    }

    /** The removal's last posts are erased in writes that come later. */
    @Test
    void restoreAuthor_whileTheRemovalGoesOn_sparesWhatComesThen() {
        append(IntStream.range(0, 700).mapToObj(i -> raise("p" + i, A, B)).toArray(FeedChange[]::new));
        // The last removal finds that those before it have done enough for one write.
        List<Appended> results =
                append(removed(), removed(), removed(), new FeedChange.RestoreAuthor(AUTHOR, NOON), raise("new", A));
        assertThat(results.get(4).receipt()).isEqualTo(Receipt.ACCEPTED);
        assertThat(results).flatExtracting(Appended::added).hasSize(1_401).doesNotHaveDuplicates();
        assertThat(read(A)).filteredOn(entry -> entry.body().isPresent()).hasSize(1);
    }

    @Test
    void retractAuthor_thenTheirPostsAmongOthers_keepsTheirsOutAlone() {
        Post elsewhere = post("1").as(new PostId("elsewhere", "1"), NOON);
        FeedChange other = new FeedChange.Raise(elsewhere, targets(A), NOON);
        append(removed());
        assertThat(append(raise("1", A), other, raise("2", A)))
                .containsExactly(DELETED_BEFORE, accepted(new Cursor(A, 1)), DELETED_BEFORE);
    }

    @Test
    void retractAuthor_ofMorePostsThanOneWriteTakes_isDoneWithAllWhenItIsAcknowledged() {
        int posts = 700;
        append(IntStream.range(0, posts).mapToObj(i -> raise("p" + i, A, B)).toArray(FeedChange[]::new));
        List<Appended> results = append(raise("other", A), removed(), raise("late", A));
        assertThat(results.get(0)).isEqualTo(accepted(new Cursor(A, posts + 1)));
        assertThat(results.get(2)).isEqualTo(DELETED_BEFORE);
        assertThat(results.get(1).receipt()).isEqualTo(Receipt.ACCEPTED);
        assertThat(results.get(1).added()).hasSize(2 * posts + 1).doesNotHaveDuplicates();
        assertThat(read(A))
                .hasSize(2 * (posts + 1))
                .allMatch(entry -> entry.body().isEmpty());
        assertThat(read(B)).hasSize(2 * posts).allMatch(entry -> entry.body().isEmpty());
        assertThat(append(removed())).containsExactly(DUPLICATE);
    }

    @Test
    void edit_stillMatches_correctsInPlace() {
        append(raise("1", A));
        assertThat(append(edit("1", "new", A))).containsExactly(accepted(new Cursor(A, 2)));
        assertThat(lines(A)).containsExactly("RAISED 1 new 0 ", "CORRECTED 1 new 1 EDITED");
    }

    @Test
    void edit_matchesNoLonger_takesItBackInThatFeedAlone() {
        append(raise("1", A, B));
        assertThat(append(edit("1", "new", B))).containsExactly(accepted(new Cursor(A, 2), new Cursor(B, 2)));
        assertThat(lines(A)).containsExactly("RAISED 1 - 0 EDITED", "RETRACTED 1 - 0 EDITED");
        assertThat(lines(B)).containsExactly("RAISED 1 new 0 ", "CORRECTED 1 new 1 EDITED");
    }

    @Test
    void edit_newlyMatches_raises() {
        append(raise("1", A));
        assertThat(append(edit("1", "new", A, B))).containsExactly(accepted(new Cursor(A, 2), new Cursor(B, 1)));
        assertThat(lines(B)).containsExactly("RAISED 1 new 1 ");
    }

    @Test
    void edit_twice_correctsTwice_andShowsTheNewestEverywhere() {
        append(raise("1", A), edit("1", "new", A), edit("1", "newer", A));
        assertThat(lines(A))
                .containsExactly("RAISED 1 newer 0 ", "CORRECTED 1 newer 0 EDITED", "CORRECTED 1 newer 1 EDITED");
    }

    @Test
    void edit_again_isADuplicate_alsoWhereItDoesNotSayWhenThePostWasMade() {
        append(raise("1", A), edit("1", "new", A));
        Post later = post("1", "new").as(postId("1"), NOON.plusSeconds(9));
        assertThat(append(edit("1", "new", A), edit("1", later, Optional.empty(), A)))
                .containsExactly(DUPLICATE, DUPLICATE);
        assertThat(read(A)).hasSize(2);
    }

    @Test
    void edit_olderThanTheLastOne_changesNothing() {
        append(raise("1", A));
        FeedChange first = edit("1", post("1", "new"), Optional.of(NOON.plusSeconds(1)), A);
        FeedChange second = edit("1", post("1", "newer"), Optional.of(NOON.plusSeconds(2)), A);
        assertThat(append(second, first, second)).containsExactly(accepted(new Cursor(A, 2)), DUPLICATE, DUPLICATE);
        assertThat(lines(A)).containsExactly("RAISED 1 newer 0 ", "CORRECTED 1 newer 1 EDITED");
    }

    @Test
    void edit_awayAndBack_raisesAnew() {
        append(raise("1", A), edit("1", "away"), edit("1", "back", A));
        assertThat(lines(A)).containsExactly("RAISED 1 - 0 EDITED", "RETRACTED 1 - 0 EDITED", "RAISED 1 back 1 ");
        append(edit("1", "away again"), retract("1"));
        assertThat(lines(A)).hasSize(4).noneMatch(line -> line.contains("back"));
    }

    @Test
    void edit_toTheSameText_keepsTheSpans() {
        append(raise("1", A));
        append(edit("1", placed("1", "text of 1"), Optional.empty(), A));
        assertThat(lines(A)).containsExactly("RAISED 1 text of 1@ 2 ", "CORRECTED 1 text of 1@ 1 EDITED");
    }

    @Test
    void edit_beforeThePost_raisesAndKeepsTheOldTextOut() {
        assertThat(append(edit("1", "new", A), raise("1", A, B)))
                .containsExactly(accepted(new Cursor(A, 1)), DUPLICATE);
        assertThat(lines(A)).containsExactly("RAISED 1 new 1 ");
        assertThat(read(B)).isEmpty();
    }

    @Test
    void edit_ofAnErasedPost_raisesNothing() {
        append(raise("1", A), retract("1"));
        assertThat(append(edit("1", "new", A, B))).containsExactly(DELETED_BEFORE);
        assertThat(lines(A)).hasSize(2).noneMatch(line -> line.contains("new"));
        assertThat(read(B)).isEmpty();
    }

    @Test
    void edit_thenRetract_takesBackWhereItIsCarried() {
        append(raise("1", A, B), edit("1", "new", B, C));
        assertThat(append(retract("1"))).containsExactly(accepted(new Cursor(B, 3), new Cursor(C, 2)));
        assertThat(lines(A)).containsExactly("RAISED 1 - 0 EDITED", "RETRACTED 1 - 0 EDITED");
        assertThat(lines(B))
                .containsExactly("RAISED 1 - 0 DELETED", "CORRECTED 1 - 1 DELETED", "RETRACTED 1 - 0 DELETED");
    }

    @Test
    void raise_ofTheFirstVersionAfterAnEdit_changesNothing() {
        append(raise("1", A), edit("1", "new", A));
        assertThat(append(raise("1", A, B))).containsExactly(DUPLICATE);
        assertThat(read(B)).isEmpty();
    }

    @Test
    void raise_ofTheEditedVersion_reachesFeedsThatDoNotCarryIt() {
        append(raise("1", A), edit("1", "new", A));
        FeedChange again = new FeedChange.Raise(post("1", "new"), targets(A, B), NOON);
        assertThat(append(again, again)).containsExactly(accepted(new Cursor(B, 1)), DUPLICATE);
    }

    @Test
    void edit_underAnotherId_isOnePostUnderItsFirst() {
        append(raise("1", A));
        FeedChange edit = edit("1", post("2", "new"), Optional.empty(), A);
        assertThat(append(edit, edit)).containsExactly(accepted(new Cursor(A, 2)), DUPLICATE);
        assertThat(lines(A)).containsExactly("RAISED 1 new 0 ", "CORRECTED 1 new 1 EDITED");
        assertThat(read(A))
                .allSatisfy(entry -> assertThat(
                                PostJson.decode(entry.body().orElseThrow().json(), NOON)
                                        .id())
                        .isEqualTo(postId("1")));
        assertThat(append(edit("2", post("3", "newest"), Optional.empty(), A)))
                .containsExactly(accepted(new Cursor(A, 3)));
        assertThat(append(new FeedChange.Raise(post("2", "new"), targets(B), NOON)))
                .containsExactly(DUPLICATE);
        assertThat(append(retract("3"), retract("1"))).containsExactly(accepted(new Cursor(A, 4)), DUPLICATE);
        assertThat(lines(A)).noneMatch(line -> line.contains("new"));
    }

    @Test
    void edit_ofTwoPostsThatAreTwoVersions_takesTheEarlierBack() {
        append(raise("1", A, B), raise("2", B));
        assertThat(append(edit("1", post("2", "text of 2"), Optional.empty(), B)))
                .containsExactly(accepted(new Cursor(A, 2), new Cursor(B, 3)));
        assertThat(lines(B)).containsExactly("RAISED 1 - 2 EDITED", "RAISED 2 text of 2 2 ", "RETRACTED 1 - 0 EDITED");
        assertThat(append(raise("1", C), retract("1"))).containsExactly(DUPLICATE, accepted(new Cursor(B, 4)));
        assertThat(lines(B)).noneMatch(line -> line.contains("text"));
    }

    @Test
    void edit_underAnotherIdOfADeletedPost_isGoneToo() {
        append(retract("1"), raise("3", A), edit("1", post("2", "new"), Optional.empty(), A));
        assertThat(append(new FeedChange.Raise(post("2", "new"), targets(A), NOON)))
                .containsExactly(DELETED_BEFORE);
        assertThat(append(edit("1", post("3", "text of 3"), Optional.empty(), A)))
                .containsExactly(new Appended(Receipt.DELETED_BEFORE, List.of(new Cursor(A, 2))));
        assertThat(lines(A)).containsExactly("RAISED 3 - 2 DELETED", "RETRACTED 3 - 0 DELETED");
    }

    @Test
    void edit_afterAPause_leavesThePauseAsItIs() {
        append(raise("1", A), pause("1", A), edit("1", "new", A));
        assertThat(append(pause("1", A))).containsExactly(DUPLICATE);
        assertThat(lines(A)).contains("PAUSED 1 new 0 ");
    }

    @Test
    void edit_toAGoneSubscription_passesItOver() {
        append(raise("1", A, B));
        get(store.subscriptions().remove(B));
        assertThat(append(edit("1", "new", A, B))).containsExactly(accepted(new Cursor(A, 2)));
    }

    @Test
    void scrub_ofAPost_takesItsPlaceAndTellsEachFeedOnce() {
        append(raisePlaced("1", A, B));
        assertThat(append(scrub("1"), scrub("1")))
                .containsExactly(accepted(new Cursor(A, 2), new Cursor(B, 2)), DUPLICATE);
        assertThat(lines(A)).containsExactly("RAISED 1 text of 1 1 ", "CORRECTED 1 text of 1 1 GEO_SCRUBBED");
    }

    @Test
    void scrub_ofAPostWithoutAPlace_tellsNobody() {
        append(raise("1", A));
        assertThat(append(scrub("1"))).containsExactly(accepted());
        assertThat(read(A)).hasSize(1);
    }

    @Test
    void scrub_beforeThePostOrAnEdit_stillWins() {
        append(scrub("1"));
        assertThat(append(raisePlaced("1", A), raisePlaced("1", A)))
                .containsExactly(accepted(new Cursor(A, 1)), DUPLICATE);
        append(edit("1", placed("1", "new"), Optional.empty(), A));
        assertThat(lines(A)).containsExactly("RAISED 1 new 0 ", "CORRECTED 1 new 1 EDITED");
    }

    @Test
    void scrub_ofAnErasedPost_isADuplicate() {
        append(raisePlaced("1", A), retract("1"));
        assertThat(append(scrub("1"))).containsExactly(DUPLICATE);
    }

    @Test
    void scrubAuthor_upToAPost_takesThePlaceOfThoseAndOfThoseToCome() {
        append(raisePlaced("9", A), raisePlaced("10", A), raisePlaced("11", A));
        assertThat(append(scrubUpTo("10"), scrubUpTo("10"), scrubUpTo("9")))
                .containsExactly(accepted(new Cursor(A, 4), new Cursor(A, 5)), DUPLICATE, DUPLICATE);
        append(raisePlaced("8", A), raisePlaced("12", A));
        assertThat(lines(A))
                .containsExactly(
                        "RAISED 9 text of 9 1 ",
                        "RAISED 10 text of 10 1 ",
                        "RAISED 11 text of 11@ 1 ",
                        "CORRECTED 10 text of 10 1 GEO_SCRUBBED",
                        "CORRECTED 9 text of 9 1 GEO_SCRUBBED",
                        "RAISED 8 text of 8 1 ",
                        "RAISED 12 text of 12@ 1 ");
    }

    @Test
    void scrubAuthor_thenRemoved_bothHold() {
        append(raisePlaced("1", A), scrubUpTo("5"), removed(), scrubUpTo("7"));
        assertThat(append(raisePlaced("9", A))).containsExactly(DELETED_BEFORE);
        assertThat(lines(A)).allMatch(line -> line.endsWith("AUTHOR_REMOVED"));
    }

    @Test
    void takenBack_listsWhatEachFeedWasTold_byAnyIdOfThePost() {
        append(raise("1", B, A), raise("3", A), edit("1", post("2", "new"), Optional.empty(), A), retract("2"));
        for (String id : List.of("1", "2")) {
            assertThat(get(store.feeds().takenBack(postId(id))))
                    .extracting(alert -> alert.cursor() + " " + alert.kind() + " "
                            + alert.reason().orElseThrow())
                    .containsExactly(
                            new Cursor(A, 3) + " CORRECTED " + Reason.DELETED,
                            new Cursor(A, 4) + " RETRACTED " + Reason.DELETED,
                            new Cursor(B, 2) + " RETRACTED " + Reason.EDITED);
        }
        assertThat(get(store.feeds().takenBack(postId("3")))).isEmpty();
    }

    /** Once a deletion is acknowledged nobody reads the post, whatever goes on beside it. */
    @Test
    void retract_besideAppendsAndReads_leavesNothingToReadOnceAcknowledged() {
        int posts = 150;
        ConcurrentLinkedQueue<String> gone = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(5);
        CompletableFuture<?> reading = CompletableFuture.runAsync(
                () -> {
                    while (!done.get()) {
                        List<String> before = List.copyOf(gone);
                        List<Entry> entries = read(A);
                        entries.stream()
                                .filter(entry -> entry.body().isPresent())
                                .map(entry -> entry.alert().post().id())
                                .filter(before::contains)
                                .forEach(seen::add);
                    }
                },
                threads);
        CompletableFuture<?>[] writers = IntStream.range(0, 4)
                .mapToObj(writer -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, posts).forEach(i -> {
                            String id = Integer.toString(i);
                            switch (writer) {
                                case 0 -> append(raise(id, A, B));
                                case 1 -> append(edit(id, "edited " + id, A));
                                case 2 -> append(raisePlaced(id, A, C), scrub(id));
                                default -> {
                                    append(retract(id));
                                    gone.add(id);
                                }
                            }
                        }),
                        threads))
                .toArray(CompletableFuture[]::new);
        get(CompletableFuture.allOf(writers));
        done.set(true);
        get(reading);
        threads.shutdown();
        assertThat(seen).isEmpty();
        for (SubscriptionId feed : List.of(A, B, C)) {
            List<Entry> entries = read(feed);
            assertThat(entries).allMatch(entry -> entry.body().isEmpty());
            assertThat(entries)
                    .extracting(entry -> entry.alert().sequence())
                    .isEqualTo(IntStream.rangeClosed(1, entries.size())
                            .mapToObj(Long::valueOf)
                            .toList());
        }
    }
}
