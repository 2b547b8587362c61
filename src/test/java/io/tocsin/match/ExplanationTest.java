package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.match.Explanation.Clause;
import io.tocsin.post.Span;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExplanationTest {
    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            flood                          | a fire                | flood
            flood calgary                  | in calgary            | flood
            flood calgary                  | a flood               | calgary
            flood calgary bow              | a flood               | calgary
            flood -drill                   | a flood drill         | -drill
            flood -"fire drill"            | a flood fire drill    | -"fire drill"
            flood -(a OR b)                | flood b               | -(a OR b)
            flood (fire OR ice) bow        | flood                 | (fire OR ice)
            flood (fire OR "x y"~2) bow    | flood fire            | bow
            flood (fire (a OR b) OR ice)   | flood fire            | (fire (a OR b) OR ice)
            flood lang:de                  | a flood               | lang:de
            flood is:retweet has:links     | a flood               | is:retweet
            #flood                         | a flood               | #flood
            flood música accents:ignore    | a flood               | música
            """)
    void of_clauseThatDoesNotHold_namesWhatFails(String rule, String text, String failing) {
        assertThat(explained(rule, text).clauses())
                .singleElement()
                .extracting(Clause::failing)
                .isEqualTo(Optional.of(failing));
    }

    @Test
    void of_matched_saysWhichClausesHoldAndWhere() {
        Explanation explanation = explained("fire OR flood calgary OR \"calgary flood\" -ice", "a Calgary flood");
        assertThat(explanation.matched()).isTrue();
        assertThat(explanation.spans()).containsExactly(new Span(2, 15));
        assertThat(explanation.clauses())
                .containsExactly(
                        new Clause("fire", false, Optional.of("fire"), List.of()),
                        new Clause("flood calgary", true, Optional.empty(), List.of(new Span(2, 9), new Span(10, 15))),
                        new Clause("\"calgary flood\" -ice", true, Optional.empty(), List.of(new Span(2, 15))));
    }

    @Test
    void of_notMatched_hasNoStretch() {
        Explanation explanation = explained("flood calgary OR flood -flood", "a flood");
        assertThat(explanation.matched()).isFalse();
        assertThat(explanation.spans()).isEmpty();
        assertThat(explanation.clauses()).extracting(Clause::spans).containsOnly(List.of());
    }

    @Test
    void of_noOutermostOr_isOneClause() {
        assertThat(explained("flood (calgary OR yyc)", "a flood").clauses())
                .extracting(Clause::text)
                .containsExactly("flood (calgary OR yyc)");
    }

    @Test
    void of_accentsIgnored_hasTheClausesBelow() {
        Explanation explanation = explained("(fire OR musica) accents:ignore", "la música");
        assertThat(explanation.matched()).isTrue();
        assertThat(explanation.clauses()).extracting(Clause::text).containsExactly("fire", "musica");
        assertThat(explanation.spans()).containsExactly(new Span(3, 9));
    }

    @Test
    void of_anyText_tellsItsWordsAsTheyAreCompared() {
        assertThat(explained("x", "Don’t PANIC: #Música 地震🔥").words())
                .containsExactly("don", "t", "panic", "música", "地", "震", "🔥");
    }

    @Test
    void of_accentsIgnored_tellsItsWordsWithout() {
        assertThat(explained("x accents:ignore", "La Música").words()).containsExactly("la", "musica");
    }

    private static Explanation explained(String rule, String text) {
        return Explanation.of(Rule.parse(new RuleId("r"), rule).condition(), Posts.saying(text));
    }
}
