package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Post;
import io.tocsin.rule.Condition;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EvaluationTest {
    /** No rule's text means one of these; a condition need not come from a text. */
    static List<Condition> nothings() {
        return List.of(
                new Condition.Keyword("!"),
                new Condition.Phrase(""),
                new Condition.Near("...", 6),
                new Condition.Contains(""),
                new Condition.Contains("\u00AD"),
                new Condition.Hashtag(""),
                new Condition.Link("://"),
                new Condition.LinkContains(""),
                new Condition.Profile(Condition.Profile.Field.BIO, "-"),
                new Condition.InPlace("-"));
    }

    @ParameterizedTest
    @MethodSource("nothings")
    void satisfying_nothingToLookFor_doesNotHold(Condition nothing) {
        Post post = PostFields.post("flood! http://a.example", "bio=a-b place=a-b");
        assertThat(new Evaluation(post).satisfying(nothing)).isEmpty();
        assertThat(new Evaluation(post).satisfying(new Condition.Unaccented(nothing)))
                .isEmpty();
    }
}
