package io.tocsin.trial;

import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.feed.Posts.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.match.NaiveMatcher;
import io.tocsin.match.RuleCost;
import io.tocsin.post.Author;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.post.SerialId;
import io.tocsin.post.Span;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecentPostsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ROOMY = 1 << 20;

    private static RecentPosts recent(long maxBytes) {
        return new RecentPosts(maxBytes, RANDOM);
    }

    private static Rule rule(String text) {
        return Rule.parse(new RuleId("r"), text);
    }

    private static Trial trial(RecentPosts recent, String rule) {
        return recent.of(rule(rule), 20, () -> true);
    }

    private static void take(RecentPosts recent, Instant at, Post... posts) {
        List<PostEvent> batch = new ArrayList<>();
        for (Post post : posts) {
            batch.add(new PostEvent.Published(post));
        }
        recent.take(batch, Collections.nCopies(batch.size(), Receipt.ACCEPTED), at);
    }

    private static List<String> texts(Trial trial) {
        return trial.samples().stream().map(Sample::text).toList();
    }

    @Test
    void of_someMatch_countsThemAndShowsTheNewestFirst() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, post("1", "flood one"), post("2", "fire"));
        take(recent, NOON.plusSeconds(1800), post("3", "a flood"));
        Trial trial = trial(recent, "flood");
        assertThat(trial.posts()).isEqualTo(3);
        assertThat(trial.matches()).isEqualTo(2);
        assertThat(trial.oldest()).hasValue(NOON);
        assertThat(trial.newest()).hasValue(NOON.plusSeconds(1800));
        assertThat(trial.perHour()).hasValue(4);
        assertThat(texts(trial)).containsExactly("a flood", "flood one");
        assertThat(trial.samples().get(0).spans()).containsExactly(new Span(2, 7));
    }

    @Test
    void of_fewerSamplesWanted_showsTheNewestAndCountsAll() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, post("1", "flood one"), post("2", "flood two"), post("3", "flood three"));
        Trial trial = recent.of(rule("flood"), 2, () -> true);
        assertThat(trial.matches()).isEqualTo(3);
        assertThat(texts(trial)).containsExactly("flood three", "flood two");
    }

    @Test
    void of_nothingCame_countsNothing() {
        Trial trial = trial(recent(ROOMY), "flood");
        assertThat(trial).isEqualTo(new Trial(0, Optional.empty(), Optional.empty(), 0, Optional.empty(), List.of()));
        assertThat(trial.perHour()).isEmpty();
    }

    @Test
    void of_allAtOneMoment_tellsNoRate() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, post("1", "flood"));
        take(recent, NOON.plusMillis(999), post("2", "flood"));
        assertThat(trial(recent, "flood").perHour()).isEmpty();
    }

    @Test
    void of_noTimeLeft_isAboutTheNewest() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, post("1", "flood one"));
        take(recent, NOON.plusSeconds(1), post("2", "flood two"));
        int[] left = {1};
        Trial trial = recent.of(rule("flood"), 20, () -> left[0]-- > 0);
        assertThat(trial.posts()).isEqualTo(1);
        assertThat(trial.oldest()).hasValue(NOON.plusSeconds(1));
        assertThat(texts(trial)).containsExactly("flood two");
    }

    @Test
    void of_batchesInAnotherOrder_hasTheirTimes() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON.plusSeconds(9), post("1", "flood"));
        take(recent, NOON, post("2", "flood"));
        take(recent, NOON.plusSeconds(5), post("3", "flood"));
        Trial trial = trial(recent, "flood");
        assertThat(trial.oldest()).hasValue(NOON);
        assertThat(trial.newest()).hasValue(NOON.plusSeconds(9));
        assertThat(trial.samples()).extracting(Sample::receivedAt).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void of_manyPosts_countsAsTheNaiveMatcherDoes() {
        RecentPosts recent = recent(ROOMY);
        List<Post> posts = IntStream.range(0, 500)
                .mapToObj(i -> post("" + i, "flood".repeat(i % 3) + " bridge " + (i % 7 == 0 ? "closed" : "open")))
                .toList();
        take(recent, NOON, posts.toArray(Post[]::new));
        Rule rule = rule("(flood OR floodflood) bridge -closed sample:50");
        NaiveMatcher naive = new NaiveMatcher(List.of(rule));
        long expected =
                posts.stream().filter(post -> !naive.match(post).isEmpty()).count();
        assertThat(expected).isBetween(50L, 250L);
        assertThat(recent.of(rule, 0, () -> true).matches()).isEqualTo((int) expected);
    }

    /** Nothing is known of the word beforehand but that it is long, and long words are rare. */
    @Test
    void of_manyPosts_tellsTheCostByThem() {
        RecentPosts recent = recent(4 * ROOMY);
        take(
                recent,
                NOON,
                IntStream.range(0, 1000)
                        .mapToObj(i -> post("" + i, i % 4 == 0 ? "evacuations" : "nothing"))
                        .toArray(Post[]::new));
        RuleCost cost = trial(recent, "evacuations").cost().orElseThrow();
        assertThat(cost.looks()).isEqualTo(0.25);
        assertThat(cost.kind()).isEqualTo(RuleCost.Kind.BROAD);
    }

    @Test
    void of_fewPosts_tellsNoCost() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, post("1", "flood"));
        assertThat(trial(recent, "flood").cost()).isEmpty();
    }

    @Test
    void take_sameAgain_countsOnce() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, post("1", "flood"));
        take(recent, NOON.plusSeconds(9), post("1", "flood"));
        Trial trial = trial(recent, "flood");
        assertThat(trial.posts()).isEqualTo(1);
        assertThat(trial.newest()).hasValue(NOON);
    }

    @Test
    void take_moreThanFits_forgetsTheOldest() {
        Post[] posts = IntStream.range(0, 100)
                .mapToObj(i -> post("" + (100 + i), "flood"))
                .toArray(Post[]::new);
        RecentPosts recent = recent(10 * Weight.of(posts[0]));
        take(recent, NOON, posts);
        Trial trial = recent.of(rule("flood"), 20, () -> true);
        assertThat(trial.posts()).isEqualTo(10);
        take(recent, NOON.plusSeconds(5), post("1000", "fire ".repeat(300)));
        assertThat(trial(recent, "flood").posts()).isLessThan(10);
        assertThat(trial(recent, "fire").matches()).isEqualTo(1);
    }

    @Test
    void take_onePostThatDoesNotFit_keepsNothing() {
        RecentPosts recent = recent(2_000);
        take(recent, NOON, post("1", "flood"));
        take(recent, NOON, post("2", "x".repeat(2_000)));
        assertThat(trial(recent, "flood OR x").posts()).isZero();
        take(recent, NOON, post("3", "flood"));
        assertThat(trial(recent, "flood").posts()).isEqualTo(1);
    }

    @Test
    void take_off_keepsNothing() {
        RecentPosts recent = recent(0);
        take(recent, NOON, post("1", "flood"));
        recent.forget(new PostId("test", "2"), NOON);
        assertThat(recent.on()).isFalse();
        assertThat(trial(recent, "flood").posts()).isZero();
    }

    @Test
    void new_lessThanNothing_isRefused() {
        assertThatThrownBy(() -> recent(-1)).hasMessage("bytes: -1 (expected: 0 or more)");
    }

    @Test
    void forget_there_isGone() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, post("1", "flood"), post("2", "flood"));
        recent.forget(new PostId("test", "1"), NOON);
        Trial trial = trial(recent, "flood");
        assertThat(trial.posts()).isEqualTo(1);
        assertThat(trial.matches()).isEqualTo(1);
        assertThat(trial.samples()).hasSize(1);
    }

    @Test
    void forget_whileTheRuleIsAsked_isNotShown() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, post("1", "flood one"), post("2", "flood two"));
        int[] asked = {0};
        Trial trial = recent.of(rule("flood"), 20, () -> {
            if (asked[0]++ == 1) {
                recent.forget(new PostId("test", "2"), NOON);
            }
            return true;
        });
        assertThat(texts(trial)).containsExactly("flood one");
    }

    @Test
    void forget_beforeThePost_keepsItOut() {
        RecentPosts recent = recent(ROOMY);
        recent.forget(new PostId("test", "1"), NOON);
        take(recent, NOON, post("1", "flood"), post("2", "flood"));
        assertThat(trial(recent, "flood").posts()).isEqualTo(1);
    }

    @Test
    void forget_sentAgain_staysGone() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, post("1", "flood"));
        recent.forget(new PostId("test", "1"), NOON);
        take(recent, NOON, post("1", "flood"));
        assertThat(trial(recent, "flood").posts()).isZero();
    }

    @Test
    void forget_manyThatNeverCame_isBoundedToo() {
        RecentPosts recent = recent(10_000);
        take(recent, NOON, post("1", "flood"));
        for (int i = 0; i < 100; i++) {
            recent.forget(new PostId("test", "x" + i), NOON);
        }
        assertThat(trial(recent, "flood").posts()).isZero();
    }

    @Test
    void forget_againAndAgain_leavesTheRoomThatThereWas() {
        Post large = post("1", "x".repeat(1000));
        RecentPosts recent = recent(3 * Weight.of(large));
        for (int i = 0; i < 100; i++) {
            take(recent, NOON, post("x" + i, "x".repeat(1000)));
            recent.forget(new PostId("test", "x" + i), NOON);
        }
        take(recent, NOON, large, post("2", "x".repeat(1000)));
        assertThat(trial(recent, "from:a1").posts()).isEqualTo(2);
    }

    @Test
    void take_deletedBefore_isNotTakenAndForgotten() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, post("1", "flood"));
        recent.take(
                List.of(new PostEvent.Published(post("1", "flood")), new PostEvent.Published(post("2", "flood"))),
                List.of(Receipt.DELETED_BEFORE, Receipt.DELETED_BEFORE),
                NOON);
        assertThat(trial(recent, "flood").posts()).isZero();
    }

    @Test
    void forget_anAuthor_takesTheirPostsAndThoseToCome() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, by("gone", post("x", "flood"), "1"), by("other", post("x", "flood"), "2"));
        recent.forget(new AuthorId("test", "gone-id"));
        take(recent, NOON, by("gone", post("x", "flood"), "1"), by("gone", post("x", "flood"), "3"));
        assertThat(trial(recent, "flood").posts()).isEqualTo(1);
    }

    @Test
    void forget_anAuthorUpToAPost_takesTheirPostsUntilThen() {
        RecentPosts recent = recent(ROOMY);
        Post other = by("b", post("x", "three"), "9");
        take(recent, NOON, by("", post("x", "one"), "9"), by("", post("x", "two"), "11"), other);
        recent.forget(new AuthorId("test", "-id"), new SerialId("10"));
        assertThat(texts(trial(recent, "one OR two OR three"))).containsExactly("three", "two");
    }

    @Test
    void samples_ofAuthors_saySameOrOtherAndNotWho() {
        RecentPosts recent = recent(ROOMY);
        Post post = post("nws-1", "flood");
        take(recent, NOON, by("nws", post, "1"), by("nws", post, "2"), by("other", post, "3"));
        List<Sample> samples = trial(recent, "from:\"NWS Calgary\" OR flood").samples();
        assertThat(samples.get(0).author()).isNotEqualTo(samples.get(1).author());
        assertThat(samples.get(1).author()).isEqualTo(samples.get(2).author()).matches("au_[0-9a-f]{16}");
        assertThat(samples.toString()).doesNotContain("nws");
    }

    @Test
    void samples_ofAnotherProcess_haveOtherAuthors() {
        RecentPosts one = recent(ROOMY);
        RecentPosts other = recent(ROOMY);
        take(one, NOON, post("1", "flood"));
        take(other, NOON, post("1", "flood"));
        assertThat(trial(one, "flood").samples().get(0).author())
                .isNotEqualTo(trial(other, "flood").samples().get(0).author());
    }

    @Test
    void of_authorAsked_matches() {
        RecentPosts recent = recent(ROOMY);
        take(recent, NOON, by("nws", post("1", "flood"), "1"), by("other", post("1", "flood"), "2"));
        assertThat(trial(recent, "from:nws-handle").matches()).isEqualTo(1);
    }

    /** Posts and their deletions come on several threads while rules are tried: what is deleted ends up gone. */
    @Test
    void all_atOnce_endsBoundedAndWithoutTheDeleted() throws Exception {
        RecentPosts recent = recent(200 * Weight.of(post("0-000", "flood")));
        CountDownLatch ready = new CountDownLatch(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                String name = thread + "-";
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    for (int i = 0; i < 1000; i++) {
                        PostId deleted = new PostId("test", name + (i + 1) % 1000);
                        take(recent, NOON, post(name + i, i % 10 == 1 ? "gone flood" : "flood"));
                        if (i % 10 == 0) {
                            recent.forget(deleted, NOON);
                        }
                    }
                    return null;
                }));
            }
            running.add(threads.submit(() -> {
                ready.countDown();
                ready.await();
                for (int i = 0; i < 200; i++) {
                    assertThat(trial(recent, "flood").posts()).isLessThanOrEqualTo(200);
                }
                return null;
            }));
            for (Future<?> end : running) {
                end.get(10, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        Trial trial = trial(recent, "flood");
        assertThat(trial.posts()).isBetween(150, 200);
        assertThat(trial(recent, "gone").matches()).isZero();
    }

    @Test
    void take_onTwoThreadsAtOnce_losesNone() throws Exception {
        int rounds = 50;
        List<RecentPosts> all =
                IntStream.range(0, rounds).mapToObj(i -> recent(8 * ROOMY)).toList();
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (String name : List.of("a", "b")) {
                Post[] posts = IntStream.range(0, 2000)
                        .mapToObj(i -> post(name + i, "flood"))
                        .toArray(Post[]::new);
                running.add(threads.submit(() -> {
                    for (RecentPosts recent : all) {
                        together.await(10, TimeUnit.SECONDS);
                        take(recent, NOON, posts);
                    }
                    return null;
                }));
            }
            for (Future<?> end : running) {
                end.get(10, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(all)
                .allSatisfy(recent -> assertThat(
                                recent.of(rule("flood"), 0, () -> true).posts())
                        .isEqualTo(4000));
    }

    private static Post by(String author, Post post, String id) {
        return new Post(
                new PostId("test", author + id),
                new Author(
                        author + "-id",
                        Optional.of(author + "-handle"),
                        Optional.of(author + " name"),
                        Optional.of(author + " bio"),
                        Optional.of(author + " place"),
                        OptionalLong.of(9),
                        true),
                post.createdAt(),
                post.kind(),
                post.text(),
                post.hashtags(),
                post.mentions(),
                post.cashtags(),
                post.links(),
                post.lang(),
                post.geo(),
                post.place(),
                post.media(),
                post.references());
    }
}
