package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Span;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FoldedTextTest {
    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "i",
            "İ",
            "ß",
            "ẞ",
            "ŉ",
            "ǰ",
            "ﬁ",
            "Σ",
            "ς",
            "ᾳ",
            "\u0345",
            "\u0301\u0323".repeat(20),
            "\u034F",
            "\u0301",
            "\u0307",
            "\u0323",
            "\u00AD",
            "\u200D",
            "\u200F",
            "\uFE0F",
            "\u20E3",
            "#",
            "か",
            "\u3099",
            "한",
            "\u1112",
            "\u1161",
            "\u11AB",
            "\u09C7",
            "\u09BE",
            "\u0DD9",
            "\u0DCF",
            "\u0DCA",
            "فَ",
            "👩",
            "🏽",
            "\uD83D",
            "\uDD25",
            "\u095D",
            "\u0344",
            "Å",
            "\u212B");

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    /** The way back stands on it. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nextCharacter_anyText_canBeFoldedAlone(int seed) {
        String text = text(new SplittableRandom(seed));
        for (Spelling spelling : Spelling.values()) {
            StringBuilder forms = new StringBuilder();
            int next;
            for (int start = 0; start < text.length(); start = next) {
                next = FoldedText.nextCharacter(text, start);
                forms.append(spelling.form(text.substring(start, next)));
            }
            assertThat(forms).as(text).hasToString(spelling.form(text));
        }
    }

    @Test
    void holding_everyCharacterThere_isFoundBetweenOthers() {
        List<String> lost = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.isDefined(c) && !Character.isIdeographic(c))
                .filter(c -> Character.getType(c) != Character.PRIVATE_USE)
                .mapToObj(Character::toString)
                .filter(c -> !Spelling.WITH_ACCENTS.form(c).isEmpty())
                .filter(c -> new FoldedText("-" + c + "-", Spelling.WITH_ACCENTS)
                        .holding(c).stream().noneMatch(span -> span.end() == 1 + c.length()))
                .toList();
        assertThat(lost).isEmpty();
    }

    /** Were each start folded anew, a text like this would take minutes. */
    @ParameterizedTest
    @EnumSource(Spelling.class)
    void tag_longTextOfSigns_isOneGoThroughIt(Spelling spelling) {
        FoldedText text = new FoldedText("#É-".repeat(100_000), spelling);
        assertThat(text.tag("é" + "-É".repeat(500))).isEmpty();
        assertThat(text.tag("é")).hasSize(100_000).startsWith(new Span(0, 2), new Span(3, 5));
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
