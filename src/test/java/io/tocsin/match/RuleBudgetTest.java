package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.match.RuleBudget.Reservation;
import io.tocsin.match.RuleRefusedException.Limit;
import io.tocsin.post.Post;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RuleBudgetTest {
    /** Nothing leads to it: a text may hold two characters anywhere. */
    private static final String EVERYWHERE = "contains:oo";

    private static final double FIFTH = 0.2;

    private final RuleIndex index = knowing();

    /** It has seen that one post in five says x, and guesses the same of y. */
    private static RuleIndex knowing() {
        RuleIndex index = new RuleIndex(1, Runnable::run);
        index.put(rule("first", "x"));
        PostMatcher matcher = index.matcher();
        for (int i = 0; i < 20; i++) {
            assertThat(matcher.match(Posts.saying(i % 5 == 0 ? "x" : "z"))).isEqualTo(i % 5 == 0 ? 1 : 0);
        }
        index.remove(new RuleId("first"));
        return index;
    }

    private RuleBudget budget(int rules, int looks, int everyPost) {
        return new RuleBudget(index, new CostLimits(rules, looks, everyPost));
    }

    private static Rule rule(String id, String text) {
        return Rule.parse(new RuleId(id), text);
    }

    private static void put(RuleBudget budget, String id, String text) {
        Reservation reservation = budget.reserve(rule(id, text));
        budget.put(rule(id, text));
        reservation.close();
    }

    private static void refused(RuleBudget budget, String id, String text, Limit limit) {
        assertThatExceptionOfType(RuleRefusedException.class)
                .isThrownBy(() -> budget.reserve(rule(id, text)).close())
                .satisfies(refused -> assertThat(refused.limit()).isEqualTo(limit));
    }

    @Test
    void reserve_oneRuleTooMany_isRefused() {
        RuleBudget budget = budget(2, 1, 0);
        put(budget, "a", "flood");
        put(budget, "b", "flood");
        assertThatExceptionOfType(RuleRefusedException.class)
                .isThrownBy(() -> budget.reserve(rule("c", "flood")).close())
                .withMessage("rules in force: 3 with this one (expected: at most 2). Disable or remove one.");
    }

    @Test
    void reserve_anotherRuleInThePlaceOfOne_isNotOneMore() {
        RuleBudget budget = budget(1, 1, 0);
        put(budget, "a", "flood");
        put(budget, "a", "storm");
        assertThat(budget.usage().rules()).isEqualTo(1);
    }

    @Test
    void reserve_afterARemoval_isWithinAgain() {
        RuleBudget budget = budget(1, 1, 0);
        put(budget, "a", "flood");
        budget.remove(new RuleId("a"));
        budget.remove(new RuleId("a"));
        put(budget, "b", "flood");
        refused(budget, "c", "flood", Limit.RULES);
    }

    @Test
    void reserve_looksBeyondTheLimit_isRefusedAndSaysWhatItCosts() {
        RuleBudget budget = budget(100, 1, 0);
        for (String id : List.of("a", "b", "c", "d", "e")) {
            put(budget, id, "x");
        }
        assertThat(budget.usage().looks()).isCloseTo(5 * FIFTH, within(1e-9));
        assertThatExceptionOfType(RuleRefusedException.class)
                .isThrownBy(() -> budget.reserve(rule("f", "x OR y")).close())
                .withMessageStartingWith(
                        "looks a post: 1.4 with this rule, which costs 0.40 (expected: at most 1). Ask for something rarer: ")
                .satisfies(refused -> assertThat(refused.used()).isCloseTo(1, within(1e-9)))
                .satisfies(refused -> assertThat(refused.most()).isEqualTo(1));
    }

    @Test
    void reserve_beyondTheLimitAlreadyButCheaperThanBefore_isTaken() {
        RuleBudget budget = budget(100, 0, 0);
        budget.put(rule("a", "x OR y"));
        put(budget, "a", "x");
        refused(budget, "b", "x", Limit.LOOKS_PER_POST);
        assertThat(budget.usage().looks()).isCloseTo(FIFTH, within(1e-9));
    }

    @Test
    void reserve_oneTooManyOfThoseAskedOfEveryPost_isRefused() {
        RuleBudget budget = budget(100, 100, 1);
        put(budget, "a", EVERYWHERE);
        assertThat(budget.usage()).isEqualTo(new RuleBudget.Usage(1, 1, 1));
        refused(budget, "b", EVERYWHERE, Limit.EVERY_POST);
        put(budget, "b", EVERYWHERE + " flood");
    }

    @Test
    void reserve_notPutYet_isHeld() {
        RuleBudget budget = budget(1, 1, 0);
        Reservation held = budget.reserve(rule("a", "flood"));
        refused(budget, "b", "flood", Limit.RULES);
        held.close();
        held.close();
        put(budget, "b", "flood");
        refused(budget, "c", "flood", Limit.RULES);
    }

    @Test
    void reserve_severalAtOnce_holdTheirLooksToo() {
        RuleBudget budget = budget(100, 1, 1);
        try (Reservation first = budget.reserve(rule("a", EVERYWHERE))) {
            assertThat(first).isNotNull();
            refused(budget, "b", EVERYWHERE, Limit.EVERY_POST);
            refused(budget, "b", "x", Limit.LOOKS_PER_POST);
        }
    }

    @Test
    void survey_moreThanAsked_areTheCostliestInOrder() {
        RuleBudget budget = budget(100, 100, 100);
        put(budget, "rare", "flooding");
        put(budget, "everywhere", EVERYWHERE);
        put(budget, "common", "x");
        RuleBudget.Survey survey =
                budget.survey(List.of(new RuleId("rare"), new RuleId("everywhere"), new RuleId("common")), 2);
        assertThat(survey.costliest())
                .extracting(costly -> costly.rule().value())
                .containsExactly("everywhere", "common");
        assertThat(survey.usage().everyPost()).isEqualTo(1);
    }

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    /** The statistics change under the running sum; a survey sets it right. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void survey_rulesAndPostsThatComeAndGo_isTheSumOfAllRules(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Post> posts = RealPosts.some(40, seed);
        GeneratedRules generated = new GeneratedRules(posts);
        RuleBudget budget = budget(1_000, 1_000_000, 1_000);
        PostMatcher matcher = index.matcher();
        List<RuleId> ids =
                IntStream.range(0, 40).mapToObj(i -> new RuleId("r" + i)).toList();
        for (int i = 0; i < 200; i++) {
            RuleId id = ids.get(random.nextInt(ids.size()));
            if (random.nextInt(4) == 0) {
                budget.remove(id);
            } else {
                budget.put(generated.nested(id, random));
            }
            assertThat(matcher.match(posts.get(random.nextInt(posts.size())))).isNotNegative();
        }
        double looks = ids.stream()
                .flatMap(id -> index.cost(id).stream())
                .mapToDouble(cost -> Double.isInfinite(cost.looks()) ? 1 : cost.looks())
                .sum();
        RuleBudget.Usage usage = budget.survey(ids, 3).usage();
        assertThat(usage.looks()).isCloseTo(looks, within(1e-9));
        assertThat(budget.usage()).isEqualTo(usage);
        assertThat(usage.rules()).isEqualTo(index.size());
        ids.forEach(budget::remove);
        assertThat(budget.usage().looks()).isCloseTo(0, within(1e-6));
        assertThat(budget.usage().everyPost()).isZero();
        assertThat(budget.usage().rules()).isZero();
    }
}
