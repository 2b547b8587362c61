package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Author;
import io.tocsin.post.Post;
import io.tocsin.post.Span;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NaiveMatcherTest {
    /** The stretches are shown in brackets. */
    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', commentCharacter = '%', textBlock = """
            flood                | a [flood], the [FLOOD]
            flood                | a #[flood]
            "red cross"          | the [Red Cross], the [red #cross]
            don't                | I [don't]
            #flood               | a [#Flood] here, flood there
            #flood               | a [＃flood]
            #flood               | no #floods, a#flood, but [#flood]
            @nws                 | thanks [@NWS]!
            @nws                 | no @nwsSeattle, but [@nws]
            @nws                 | これは[@nws]です
            flood #flood         | a [flood], a [#flood]
            "a b" "b c"          | x [a b c] d
            flood fire           | a [flood], a [fire]
            flood OR fire OR ice | a [flood], a [fire]
            flood -fire          | a [flood], no ice
            flood -(-fire)       | a [flood], a fire
            from:nws             | all well
            flood from:nws       | a [flood]
            flood OR from:nws    | all well
            aha                  | 🔥 [aha] 🔥
            🔥                   | x [🔥][🔥]
            地震                 | 大[地震]発生
            música               | la [mu\u0301sica]
            #música              | la [#mu\u0301sica]!
            #flood               | see \u200F[#flood]\u200F now
            #flood               | no #flood\u200Ding, but [#flood]\u200D
            "a b"~1              | x [a] [b]-less b
            "a b"~1              | [a] x [b], [a] [b]
            "a b"~2              | [b] [a] 1 2 3 a
            "a b"~1              | [a] [a] [b] [b]
            "a b"~1 "a c"~1      | [a] [b] [c] 1 2 3 b
            "地 波"~2            | [地]震津[波]
            contains:loo         | f[loo]ds, b[loo]m
            contains:"d, f"      | floo[d, f]ire
            contains:aa          | [aaa]
            contains:s           | Gro[ß]
            contains:x           | a[x\u0301]y
            contains:é           | caf[e\u0301]s
            contains:oo          | fl[o\u00ADo]d
            contains:👩          | a[👩]\u200D🚒
            $TSLA                | buy [$tsla], not TSLA
            $TSLA                | buy [$TSLA], not US$TSLA
            url:example          | an example: [http://example.org/a]!
            url_contains:ample   | [http://example.org/a] and [http://example.org/b]
            url:"org a"          | [http://example.org/a] and http://example.org/ab
            url:example          | [http://example.org] is [http://example.org]
            "a b c" b            | x [a b c] d
            @nws accents:ignore  | [@nws], not @nwś
            música accents:ignore | la [MÚSICA], la [musica]
            #musica accents:ignore | la [#Música]
            contains:usi accents:ignore | la m[úsi]ca
            bio:x OR a           | [a]
            flood -contains:ire  | a [flood]
            """)
    void match_satisfied_namesTheStretches(String rule, String marked) {
        Post post = Posts.saying(marked.replaceAll("[\\[\\]]", ""));
        assertThat(matcher(rule).match(post))
                .singleElement()
                .extracting(match -> marked(post.text(), match.spans()))
                .isEqualTo(marked);
    }

    @Test
    void match_tagNotInTheText_hasNoStretch() {
        Post post = Posts.carrying("a picture", List.of("Flood"), List.of());
        assertThat(matcher("#flood").match(post)).extracting(Match::spans).containsExactly(List.of());
    }

    @Test
    void match_tagIsNotAllOfTheLetterInTheText_hasNoStretch() {
        Post post = Posts.carrying("#x\u0301", List.of("x"), List.of());
        assertThat(matcher("#x").match(post)).extracting(Match::spans).containsExactly(List.of());
    }

    @Test
    void match_linkNotInTheText_hasNoStretch() {
        Post post = PostFields.post("see t.co/a", "links=https://example.org");
        assertThat(matcher("url:example").match(post)).extracting(Match::spans).containsExactly(List.of());
    }

    @Test
    void match_handleWithItsHost_isMentioned() {
        Post post = Posts.carrying("thanks @nws@example.org", List.of(), List.of("nws@example.org"));
        assertThat(matcher("@nws@example.org").match(post))
                .extracting(Match::spans)
                .containsExactly(List.of(new Span(7, 23)));
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(delimiter = '|', textBlock = """
            flood                          | flood
            flood   -snow                  | flood -snow
            flood (fire OR ice)            | flood (fire OR ice)
            snow OR flood                  | flood
            "a flood" lang:en OR flood     | "a flood" lang:en
            ice OR (a flood) OR flood      | a flood
            (ice OR flood) accents:ignore  | flood
            flood accents:ignore           | flood
            """)
    void match_satisfied_namesTheFirstClauseThatHolds(String rule, String clause) {
        assertThat(matcher(rule).match(Posts.saying("a flood, a fire")))
                .singleElement()
                .extracting(Match::clause)
                .isEqualTo(clause);
    }

    @ParameterizedTest
    @CsvSource({"en,en,true", "en,en-US,true", "en,EN_us,true", "en-US,en,false", "en,eng,false", "pt-BR,pt-PT,false"})
    void match_lang_includesItsRegions(String wanted, String spoken, boolean matches) {
        assertThat(matcher("flood lang:" + wanted).match(Posts.in(spoken)).isEmpty())
                .isNotEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"iw,he", "he,iw", "in,id", "id,in", "in,id-ID"})
    void match_langRenamed_isTheSame(String wanted, String spoken) {
        assertThat(matcher("flood lang:" + wanted).match(Posts.in(spoken))).hasSize(1);
    }

    @Test
    void match_noLanguageSaid_isNone() {
        assertThat(matcher("flood lang:en").match(Posts.inNoLanguage())).isEmpty();
    }

    @Test
    void match_authorWithoutHandle_isKnownById() {
        Author author = Author.withId("did:plc:abc");
        assertThat(matcher("from:did:plc:abc").match(Posts.by(author))).hasSize(1);
    }

    @Test
    void match_severalRules_inTheOrderOfTheirIds() {
        NaiveMatcher matcher = new NaiveMatcher(List.of(rule("c", "flood"), rule("a", "flood"), rule("b", "fire")));
        assertThat(matcher.match(Posts.saying("flood")))
                .extracting(match -> match.rule().value())
                .containsExactly("a", "c");
    }

    @Test
    void match_rulesChanged_seesTheChange() {
        Map<RuleId, Rule> rules = new HashMap<>();
        NaiveMatcher matcher = new NaiveMatcher(rules.values());
        rules.put(new RuleId("r"), rule("r", "flood"));
        assertThat(matcher.match(Posts.saying("flood"))).hasSize(1);
    }

    private static NaiveMatcher matcher(String rule) {
        return new NaiveMatcher(List.of(rule("r", rule)));
    }

    private static Rule rule(String id, String text) {
        return Rule.parse(new RuleId(id), text);
    }

    private static String marked(String text, List<Span> spans) {
        StringBuilder marked = new StringBuilder();
        int at = 0;
        for (Span span : spans) {
            marked.append(text, at, span.start()).append('[').append(text, span.start(), span.end());
            marked.append(']');
            at = span.end();
        }
        return marked.append(text.substring(at)).toString();
    }
}
