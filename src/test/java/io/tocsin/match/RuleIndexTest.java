package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tocsin.post.Post;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The index against the plain matcher. */
final class RuleIndexTest {
    private static final int POSTS = 40;
    private static final int IDS = 130;
    private static final int MILLION = 1_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    /** More than a million pairs of a rule and a post over all seeds: about 65 rules are in force at a time. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void matches_rulesThatComeAndGo_agreesWithNaive(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Post> posts = RealPosts.some(POSTS, seed);
        GeneratedRules generated = new GeneratedRules(posts);
        Map<RuleId, Rule> rules = new HashMap<>();
        NaiveMatcher naive = new NaiveMatcher(rules.values());
        RuleIndex index = new RuleIndex(seed, Runnable::run);
        PostMatcher matcher = index.matcher();
        put(IntStream.range(0, IDS / 2).mapToObj(i -> rule(generated, random)).toList(), rules, index);
        for (Post post : posts) {
            change(random, generated, rules, index);
            assertThat(matcher.matches(post)).as("%s", post).isEqualTo(naive.match(post));
            assertThat(index.size()).isEqualTo(rules.size());
        }
    }

    private static void change(
            SplittableRandom random, GeneratedRules generated, Map<RuleId, Rule> rules, RuleIndex index) {
        if (random.nextInt(10) == 0) {
            index.refile();
        }
        put(
                IntStream.range(0, random.nextInt(6))
                        .mapToObj(i -> rule(generated, random))
                        .toList(),
                rules,
                index);
        for (int i = random.nextInt(4); i > 0; i--) {
            RuleId id = new RuleId("r" + random.nextInt(IDS));
            rules.remove(id);
            index.remove(id);
        }
    }

    private static void put(List<Rule> changed, Map<RuleId, Rule> rules, RuleIndex index) {
        changed.forEach(rule -> rules.put(rule.id(), rule));
        index.putAll(changed);
    }

    private static Rule rule(GeneratedRules generated, SplittableRandom random) {
        Rule rule = generated.nested(new RuleId("r" + random.nextInt(IDS)), random);
        if (random.nextInt(4) > 0) {
            return rule;
        }
        Condition unaccented = new Condition.Unaccented(rule.condition());
        return new Rule(rule.id(), unaccented.written(), unaccented);
    }

    /** So many that words lead to more postings than are looked through one by one. */
    @Test
    void match_manyHotRules_agreesWithNaive() {
        List<Post> posts = RealPosts.some(2_000, 1);
        List<Rule> rules = new GeneratedRules(posts).some(6_000, GeneratedRules.Mix.HOT, 1);
        RuleIndex index = new RuleIndex(1, Runnable::run);
        index.putAll(rules);
        PostMatcher matcher = index.matcher();
        posts.forEach(matcher::match);
        index.refile();
        NaiveMatcher naive = new NaiveMatcher(rules);
        for (Post post : posts.subList(0, 12)) {
            assertThat(names(matcher, post))
                    .isEqualTo(naive.match(post).stream()
                            .map(match -> match.rule().value())
                            .sorted()
                            .toList());
        }
    }

    /** More postings under one word than are looked through one by one; long words are taken for rare. */
    @Test
    void match_rulesOfOneWordAndManyPartners_eachOnce() {
        RuleIndex index = new RuleIndex(1, Runnable::run);
        int rules = 4 * Postings.FEW;
        index.putAll(IntStream.range(0, rules)
                .mapToObj(i -> Rule.parse(new RuleId("r" + i), "flooded w" + i))
                .toList());
        PostMatcher matcher = index.matcher();
        String half = IntStream.range(0, rules)
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> "w" + i)
                .collect(Collectors.joining(" "));
        assertThat(matcher.match(Posts.saying("flooded " + half))).isEqualTo(rules / 2);
        assertThat(matcher.match(Posts.saying("flooded w1 w3"))).isEqualTo(2);
        assertThat(matcher.match(Posts.saying(half))).isZero();
    }

    /** Each name as often as it was found. */
    private static List<String> names(PostMatcher matcher, Post post) {
        return IntStream.range(0, matcher.match(post))
                .mapToObj(i -> matcher.rule(i).value())
                .sorted()
                .toList();
    }

    /** Rules of which a posting says all, nearly all, or not enough. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a                      | a     | x
            a b                    | a b   | a x
            a b c                  | a b c | a b x
            a b c d                | a b c d | a b c x
            a a b                  | a b   | a
            a (b OR c)             | a c   | a x
            a b (c OR d)           | a b d | a b x
            a ((b c) OR d)         | a b c | a b
            a ((b c) OR d)         | a d   | a c
            a (b OR "c d")         | a c d | a d c
            a (b OR -c)            | a x   | a c
            (a OR b) (c OR d)      | b d   | a b
            a (b OR c) (d OR e)    | a c d | a c b
            (a (b OR c)) OR (d e)  | e d   | a e
            a b c -d               | a b c | a b c d
            a b -is:retweet        | a b   | a
            a b c -is:verified     | x     | a b c
            """)
    void match_rulesOfAFewWords_areToldApart(String rule, String matching, String other) {
        RuleIndex index = new RuleIndex(11, Runnable::run);
        index.put(Rule.parse(new RuleId("r"), rule));
        PostMatcher matcher = index.matcher();
        List<Integer> expected = List.of(matching.equals("x") ? 0 : 1, 0);
        assertThat(List.of(matcher.match(Posts.saying(matching)), matcher.match(Posts.saying(other))))
                .isEqualTo(expected);
    }

    @Test
    void match_ruleThatChangesMeanwhile_isSeenAsItWasOrAsItIs() throws Exception {
        ExecutorService background = Executors.newSingleThreadExecutor();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            RuleIndex index = new RuleIndex(7, background);
            index.putAll(others(0));
            index.put(flipping(0));
            Post post = Posts.saying("flood and fire");
            AtomicBoolean done = new AtomicBoolean();
            Supplier<Integer> matching = () -> {
                PostMatcher matcher = index.matcher();
                int wrong = 0;
                while (!done.get()) {
                    wrong += matcher.match(post) == 1 ? 0 : 1;
                }
                return wrong;
            };
            Future<Integer> one = threads.submit(matching::get);
            Future<Integer> other = threads.submit(matching::get);
            for (int i = 1; i < 3_000; i++) {
                index.put(flipping(i));
                index.putAll(others(i));
            }
            done.set(true);
            assertThat(List.of(result(one), result(other))).containsExactly(0, 0);
        } finally {
            threads.shutdownNow();
            background.shutdownNow();
        }
    }

    /** One of the words is in the post, whichever it asks for; it moves from segment to segment as it changes. */
    private static Rule flipping(int i) {
        return Rule.parse(new RuleId("flipping"), i % 2 == 0 ? "flood" : "fire");
    }

    /** None of them matches. */
    private static List<Rule> others(int i) {
        return IntStream.range(0, 5)
                .mapToObj(j -> Rule.parse(new RuleId("r" + (5 * i + j) % 4_000), "storm w" + j + " -flood"))
                .toList();
    }

    private static int result(Future<Integer> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void match_ruleRemovedWhileSegmentsAreMerged_isGone() {
        List<Runnable> later = new ArrayList<>();
        RuleIndex index = new RuleIndex(3, later::add);
        for (int i = 0; i < 4; i++) {
            int from = 3_000 * i;
            index.putAll(IntStream.range(from, from + 3_000)
                    .mapToObj(j -> Rule.parse(new RuleId("r" + j), "flood"))
                    .toList());
        }
        index.remove(new RuleId("r5"));
        later.get(0).run();
        index.remove(new RuleId("r6"));
        index.refile();
        assertThat(index.matcher().match(Posts.saying("flood"))).isEqualTo(12_000 - 2);
        assertThat(index.size()).isEqualTo(12_000 - 2);
    }

    @Test
    void put_tenThousandBranches_isDoneInTime() {
        String words = IntStream.range(0, 10_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" OR "));
        Rule rule = Rule.parse(new RuleId("r"), "(" + words + ") -(" + words.replace('w', 'v') + ")");
        RuleIndex index = new RuleIndex(5, Runnable::run);
        assertTimeoutPreemptively(LIMIT, () -> index.put(rule));
        assertThat(index.matcher().match(Posts.saying("w0 w17 w9999"))).isEqualTo(1);
        assertThat(index.matcher().match(Posts.saying("w0 v3"))).isZero();
    }

    @Test
    void put_groupsWithinGroups_isDoneInTime() {
        StringBuilder text = new StringBuilder("a");
        for (int i = 0; i < 150; i++) {
            text.insert(0, "(b" + i + " OR c" + i + " ").append(" d").append(i).append(")");
        }
        Rule rule = Rule.parse(new RuleId("r"), text.toString());
        RuleIndex index = new RuleIndex(5, Runnable::run);
        assertTimeoutPreemptively(LIMIT, () -> index.put(rule));
        assertThat(index.matcher().match(Posts.saying("b149"))).isEqualTo(1);
        assertThat(index.matcher().match(Posts.saying("d149"))).isZero();
    }

    @Test
    void bytes_millionRules_areAFewHundredEach() {
        RuleIndex index = new RuleIndex(9, Runnable::run);
        SplittableRandom random = new SplittableRandom(9);
        long before = usedMemory();
        for (int i = 0; i < MILLION; i += 50_000) {
            int from = i;
            index.putAll(IntStream.range(from, from + 50_000)
                    .mapToObj(j -> new Rule(id(j), "", words(random)))
                    .toList());
        }
        long used = usedMemory() - before;
        assertThat(index.size()).isEqualTo(MILLION);
        assertThat(used).isLessThanOrEqualTo(250L * MILLION);
        // The collector counts the end of a large array's last region as used.
        assertThat(index.bytes()).isBetween(used * 8 / 10, used);
    }

    private static RuleId id(int number) {
        return new RuleId("sub_01K" + "%023d".formatted(number));
    }

    /** Three words, one of them excluded, as a subscriber may write. */
    private static Condition words(SplittableRandom random) {
        return new Condition.And(List.of(
                new Condition.Keyword(word(random)),
                new Condition.Keyword(word(random)),
                new Condition.Not(new Condition.Keyword(word(random)))));
    }

    private static String word(SplittableRandom random) {
        return "word" + (int) (100_000 * Math.pow(random.nextDouble(), 3));
    }

    private static long usedMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
