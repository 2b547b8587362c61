package io.tocsin.post;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EntitiesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', commentCharacter = '%', emptyValue = "", textBlock = """
            a #flood here              | flood
            #yyc #yycflood             | yyc yycflood
            #yyc, #yyc and #YYC        | yyc YYC
            (#flood)                   | flood
            ＃flood                    | flood
            #4mileFire #2013           | 4mileFire
            #flood_2013!               | flood_2013
            #地震です。                | 地震です
            #mu\u0301sica              | mu\u0301sica
            a#flood 1#flood _#flood    | ``
            don&#39;t                  | ``
            #️⃣ # #!                    | ``
            http://x.org/#top          | ``
            http://x.org/a #top        | top
            #a http://x.org/#b #c http://y.org/#d #e | a c e
            #a http://x.org http://y.org #b | a b
            http://x.org/#cut… #b      | cut b
            #covid-19                  | covid
            #_ #1_2 #〃                | ``
            #メ～テレ #各〃            | メ～テレ 各〃
            #עַל־יְדֵי #בּ״כ           | עַל־יְדֵי בּ״כ
            #http://x.org #b           | b
            #a#b #c                    | c
            𠀡#flood #𠀡               | 𠀡
            """)
    void hashtags_text_asOnX(String text, String tags) {
        assertThat(String.join(" ", Entities.hashtags(text))).isEqualTo(tags);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', commentCharacter = '%', textBlock = """
            @nws says                  | nws
            .@nws: @FEMA @nws          | nws FEMA
            ＠nws                      | nws
            RT@nws: flood, MART@fema   | nws
            _RT@nws éRT@nws            | ``
            Money and the ego~@u1 #NP  | u1
            これは@nwsです             | nws
            @nwsé                      | ``
            me@example.org             | ``
            @user@example.org          | ``
            @ home, @@home             | ``
            http://x.org/@user         | ``
            """)
    void mentions_text_asOnX(String text, String handles) {
        assertThat(String.join(" ", Entities.mentions(text))).isEqualTo(handles);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', commentCharacter = '%', textBlock = """
            $TSLA and $tsla $Stock     | TSLA tsla Stock
            $BRK.B $test.tt $Stock_X   | BRK.B test.tt Stock_X
            $TSLA. $TSLA_ $TSLA's      | TSLA
            $TSLA, $F! $GM-$X          | TSLA F GM
            $OK$NG$BAD text$NO .$NG $$NG | OK
            ($TSLA) $PA/$RENS          | TSLA PA RENS
            $TEST.ABC $TEST.a1         | TEST
            $123 $50M $test123 $TE1ST  | ``
            $ストック $株 $TSLAé       | ``
            $ $. $- $@ $! $() $+       | ``
            $sevenup $ABCDEFG.A        | ``
            http://x.org/$TSLA http://x.org/($F | ``
            \u00a0$A\u3000$B\u200f$C  | A B C
            """)
    void cashtags_text_asOnX(String text, String symbols) {
        assertThat(String.join(" ", Entities.cashtags(text))).isEqualTo(symbols);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', commentCharacter = '%', textBlock = """
            see http://t.co/dyr6BWe7EB        | http://t.co/dyr6BWe7EB
            (see https://x.org/a).            | https://x.org/a
            https://x.org/a_(b), HTTP://Y.org | https://x.org/a_(b) HTTP://Y.org
            http://x.org/?a=b&c=d#e!          | http://x.org/?a=b&c=d#e
            http://x.org/ http://x.org/       | http://x.org/
            "http://x.org"                    | http://x.org
            <a href="http://x.org">           | http://x.org
            http://t.co/abc地震               | http://t.co/abc
            http://münchen.de/straße          | http://münchen.de/straße
            http:// https://... ahttp://b.c   | ``
            RT cut short http://t.co/a…       | ``
            ftp://x.org x.org                 | ``
            http://x.org/(a)b))).)            | http://x.org/(a)b
            http://x.org/(a(b).               | http://x.org/(a(b)
            http://a.http://b.c… http://d.e   | http://d.e
            """)
    void links_text_withoutThePunctuationAfter(String text, String links) {
        assertThat(String.join(" ", Entities.links(text))).isEqualTo(links);
    }

    private static final List<String> PIECES = List.of(
            " ",
            " ",
            "#",
            "#",
            "＃",
            "@",
            "＠",
            "$",
            "a",
            "Ab",
            "RT",
            "rt",
            "é",
            "1",
            "٣",
            "_",
            "&",
            ".",
            ",",
            ")",
            "(",
            "/",
            "://",
            "http://",
            "HTTPS://",
            "httpſ://",
            "http",
            "ス",
            "ー",
            "地",
            "ไ",
            "🌊",
            "𠀡",
            "\u0301",
            "\u200D",
            "\uFE0F",
            "\u20E3",
            "…",
            "·",
            "～",
            "\uD83C",
            "\uDF0A",
            "\u0000",
            "\u00A0",
            "\u2069",
            "\uDB40\uDC01",
            "'",
            "\"",
            "<",
            "~");

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void all_anyText_agreeWithThePatterns(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            String text = random.ints(random.nextInt(16), 0, PIECES.size())
                    .mapToObj(PIECES::get)
                    .collect(Collectors.joining());
            assertThat(Entities.hashtags(text)).as(text).isEqualTo(RegexEntities.hashtags(text));
            assertThat(Entities.mentions(text)).as(text).isEqualTo(RegexEntities.mentions(text));
            assertThat(Entities.cashtags(text)).as(text).isEqualTo(RegexEntities.cashtags(text));
            assertThat(Entities.links(text)).as(text).isEqualTo(RegexEntities.links(text));
        }
    }

    @Test
    void links_longLink_isOne() {
        String link = "http://x.org/" + "a1é".repeat(100_000);
        assertThat(Entities.links(link)).containsExactly(link);
    }

    @Test
    void hashtags_longTag_isOne() {
        String tag = "aé1".repeat(100_000);
        assertThat(Entities.hashtags("#" + tag)).containsExactly(tag);
    }

    static Stream<Arguments> hostileTexts() {
        return Stream.of(
                Arguments.of("closing parentheses", "http://a.b/", ")", ""),
                Arguments.of("opening and closing", "http://a.b/" + "(".repeat(400_000), ")", ""),
                Arguments.of("punctuation", "http://a.b/", ".", ""),
                Arguments.of("tags and links", "", "#a http://a.b ", ""),
                Arguments.of("mentions and links", "", "@a http://a.b ", ""),
                Arguments.of("tags in a link", "http://a.b/", "#a", ""),
                Arguments.of("links in a link that is cut short", "", "http://a.", "…"),
                Arguments.of("tags of digits", "", "#1", ""),
                Arguments.of("a tag of digits", "#", "1", ""),
                Arguments.of("tag signs", "", "#", ""),
                Arguments.of("mentions of mentions", "", "@a", "@"),
                Arguments.of("a long mention that is none", "@", "a", "@"),
                Arguments.of("mentions after RT", "", "RT@", ""),
                Arguments.of("marks on no letter", "", "\u0301", "RT@a"),
                Arguments.of("symbols", "", "$a", ""),
                Arguments.of("symbols and links", "", "$a http://a.b ", ""),
                Arguments.of("a long symbol that is none", "$", "a", ""),
                Arguments.of("links that are none", "", "ahttp://", ""),
                Arguments.of("beginnings of links", "", "http:/", ""));
    }

    /** Looking back over the text at each place in it would take hours. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileTexts")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void all_hostileText_isDoneSoon(String name, String start, String middle, String end) {
        int rest = 1_000_000 - start.length() - end.length();
        String text = start + middle.repeat(rest / middle.length()) + end;
        assertThat(Entities.hashtags(text)).doesNotContain("");
        assertThat(Entities.mentions(text)).doesNotContain("");
        assertThat(Entities.cashtags(text)).doesNotContain("");
        assertThat(Entities.links(text)).doesNotContain("");
    }
}
