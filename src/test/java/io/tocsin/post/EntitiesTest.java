package io.tocsin.post;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            #covid-19                  | covid
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
            """)
    void links_text_withoutThePunctuationAfter(String text, String links) {
        assertThat(String.join(" ", Entities.links(text))).isEqualTo(links);
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
}
