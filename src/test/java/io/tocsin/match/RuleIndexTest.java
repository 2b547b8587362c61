package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Post;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The index against the plain matcher. */
final class RuleIndexTest {
    private static final int POSTS = 40;
    private static final int RULES = 60;

    static IntStream seeds() {
        return IntStream.range(0, 450);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void match_rulesThatComeAndGo_agreesWithNaive(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Post> posts = RealPosts.some(POSTS, seed);
        GeneratedRules generated = new GeneratedRules(posts);
        Map<RuleId, Rule> rules = new HashMap<>();
        NaiveMatcher naive = new NaiveMatcher(rules.values());
        RuleIndex index = new RuleIndex(seed, Runnable::run);
        PostMatcher matcher = index.matcher();
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
        List<Rule> put = new ArrayList<>();
        for (int i = random.nextInt(RULES / 3); i > 0; i--) {
            put.add(generated.nested(new RuleId("r" + random.nextInt(RULES)), random));
        }
        put.forEach(rule -> rules.put(rule.id(), rule));
        index.putAll(put);
        for (int i = random.nextInt(5); i > 0; i--) {
            RuleId id = new RuleId("r" + random.nextInt(RULES));
            rules.remove(id);
            index.remove(id);
        }
    }
}
