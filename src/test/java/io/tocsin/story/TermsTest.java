package io.tocsin.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TermsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Flooding in Calgary                    | floods in CALGARY
            наводнение                             | наводнением
            #yycflood                              | #YYCFlood
            RT @nws_a: storm                       | storm
            storm @nws                             | storm
            """)
    void read_otherSpelling_givesTheSameTerms(String one, String other) {
        assertThat(terms(one)).isEqualTo(terms(other)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            #prayforboston  | #prayforoklahoma
            http://a.org/x  | http://a.org/y
            地震            | 津波
            """)
    void read_somethingElse_sharesNoTerm(String one, String other) {
        assertThat(terms(one)).doesNotContainAnyElementsOf(terms(other)).isNotEmpty();
    }

    /** Each two characters in a row are one term. */
    @ParameterizedTest
    @CsvSource({"東京で地震, 3, 地震が東京で", "แผ่นดินไหว, 9, เกิดแผ่นดินไหวแรง"})
    void read_scriptWithoutSpaces_sharesPairs(String one, int pairs, String other) {
        List<Integer> shared = new ArrayList<>(terms(one));
        shared.retainAll(terms(other));
        assertThat(shared).hasSizeGreaterThanOrEqualTo(pairs - 2);
    }

    @Test
    void signature_lightlyEdited_agrees() {
        String text =
                "Bow River still rising this evening, all bridges downtown are closed until tomorrow, please stay home";
        assertThat(agreeing(text, "RT @cbc: " + text + " http://t.co/x")).isEqualTo(64);
        assertThat(agreeing(text, text.replace("please stay home", "please stay safe")))
                .isGreaterThanOrEqualTo(Repeats.ALIKE);
        assertThat(agreeing(text, "Bow River cruises are closed until spring, please book for the summer online today"))
                .isLessThan(Repeats.ALIKE);
    }

    private static int agreeing(String one, String other) {
        return 64 - Long.bitCount(signature(one) ^ signature(other));
    }

    private static long signature(String text) {
        Terms terms = new Terms();
        terms.read(Posts.by("a", "p", text));
        return terms.signature();
    }

    private static List<Integer> terms(String text) {
        Terms terms = new Terms();
        terms.read(Posts.by("a", "p", text));
        List<Integer> hashes = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            hashes.add(terms.hash(i));
        }
        return hashes;
    }
}
