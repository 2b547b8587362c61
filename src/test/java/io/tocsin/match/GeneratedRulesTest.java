package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Post;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GeneratedRulesTest {
    private static final List<Post> POSTS = RealPosts.some(4_000, 1);
    private static final GeneratedRules RULES = new GeneratedRules(POSTS);

    @ParameterizedTest
    @EnumSource
    void some_ofAMix_areWhatTheirTextsMean(GeneratedRules.Mix mix) {
        assertThat(RULES.some(2_000, mix, 1))
                .allSatisfy(
                        rule -> assertThat(Rule.parse(rule.id(), rule.text())).isEqualTo(rule));
    }

    @Test
    void nested_areWhatTheirTextsMean() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(random.longs(2_000)
                        .mapToObj(seed -> RULES.nested(new RuleId("r"), new SplittableRandom(seed)))
                        .toList())
                .allSatisfy(
                        rule -> assertThat(Rule.parse(rule.id(), rule.text())).isEqualTo(rule));
    }

    @Test
    void some_fewer_areTheFirstOfMore() {
        assertThat(RULES.some(50, GeneratedRules.Mix.HOT, 1))
                .isEqualTo(RULES.some(100, GeneratedRules.Mix.HOT, 1).subList(0, 50));
    }

    @Test
    void some_ofHotRules_areMetByOnePostInTwenty() {
        NaiveMatcher matcher = new NaiveMatcher(RULES.some(200, GeneratedRules.Mix.HOT, 1));
        double met = POSTS.stream()
                .limit(200)
                .mapToInt(post -> matcher.match(post).size())
                .average()
                .orElseThrow();
        assertThat(met).isBetween(5.0, 20.0);
    }
}
