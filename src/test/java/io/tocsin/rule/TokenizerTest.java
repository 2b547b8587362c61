package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TokenizerTest {
    /** A token that is glued to the one before it is shown with a '+'. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', commentCharacter = '%', textBlock = """
            I like Coca-Cola        | i like coca cola
            #yycflood @NWS_Seattle  | yycflood nws seattle
            http://t.co/dyr6B?a=1   | http t co dyr6b a 1
            $5.40 30°C 50%          | 5 40 30 c 50
            don’t e-mail            | don t e mail
            mu\u0301sica            | música
            \u0301 a                | a
            flo\u00ADod \u200Eab\u200F | flood ab
            می\u200Cخواهم           | میخواهم
            help🔥🔥now             | help 🔥 🔥 now
            ❤️ ☀ ©️ ™ →             | ❤ ☀ ©
            👩‍🚒👍🏽🇨🇦🇺🇸1️⃣2        | 👩‍🚒 👍🏽 🇨🇦 🇺🇸 1⃣ 2
            11️⃣                     | 1 1⃣
            地震。M5だ              | 地 +震 m5 だ
            東京、大阪              | 東 +京 大 +阪
            ｱﾆﾒー か\u3099           | ｱ +ﾆ +ﾒ +ー が
            ภา\u200Bษา               | ภ +า +ษ +า
            지진이 났다             | 지진이 났다
            ۵ ½ Ⅷ                   | ۵ ½ ⅷ
            … -- \\ \uD83D          | ``
            """)
    void tokens_text_areItsWordsAndEmoji(String text, String forms) {
        assertThat(Tokenizer.tokens(text).stream()
                        .map(token -> (token.glued() ? "+" : "") + token.form())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(forms);
    }

    @Test
    void tokens_text_knowTheirPlaces() {
        assertThat(Tokenizer.tokens("a 🔥 mu\u0301s\u200E, b"))
                .extracting(Token::start, Token::end)
                .containsExactly(tuple(0, 1), tuple(2, 4), tuple(5, 9), tuple(12, 13));
    }

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tokens_anyText_standInOrderWithinIt(int seed) {
        String text = AnyText.of(new SplittableRandom(seed), 200);
        int end = 0;
        for (Token token : Tokenizer.tokens(text)) {
            assertThat(token.start()).isGreaterThanOrEqualTo(end);
            assertThat(token.end()).isGreaterThan(token.start()).isLessThanOrEqualTo(text.length());
            assertThat(token.form()).isNotEmpty();
            end = token.end();
        }
    }

    @ParameterizedTest
    @CsvSource({"Straße,STRASSE", "STRAẞE,strasse", "ΟΔΌΣ,οδός", "ταΐζω,ΤΑΪ\u0301ΖΩ", "İ,i", "ı,I", "Ǆ,ǆ", "ﬁ,FI"})
    void fold_spellingsOfOneWord_haveOneForm(String one, String other) {
        assertThat(Folding.fold(one)).isEqualTo(Folding.fold(other));
    }

    @Test
    void fold_everyCharacter_twiceIsOnce() {
        assertThat(IntStream.rangeClosed(0, 0x1FFFF)
                        .mapToObj(Character::toString)
                        .filter(c -> !Folding.fold(Folding.fold(c)).equals(Folding.fold(c))))
                .isEmpty();
    }

    @Test
    void fold_everyCharacter_hasTheFormOfItsOtherCases() {
        assertThat(IntStream.rangeClosed(0, 0x1FFFF)
                        .filter(c -> !List.of(
                                        Folding.fold(Character.toString(Character.toUpperCase(c))),
                                        Folding.fold(Character.toString(Character.toLowerCase(c))),
                                        Folding.fold(Character.toString(Character.toTitleCase(c))))
                                .stream()
                                .allMatch(Folding.fold(Character.toString(c))::equals))
                        .mapToObj(Character::getName))
                .isEmpty();
    }
}
