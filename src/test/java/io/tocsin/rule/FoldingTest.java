package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When accents make no difference, and what folding does with very many of them. */
final class FoldingTest {
    @ParameterizedTest
    @CsvSource({
        "montréal,montreal",
        "mu\u0301sica,musica",
        "ñandú,nandu",
        "çöğüş,coguş",
        "việt nam,viet nam",
        "ελλάδα,ελλαδα",
        "йод ёлка,иод елка",
        "مُحَمَّد,محمد",
        "أحمد,احمد",
        "رحمٰن,رحمن",
        "שָׁלוֹם,שלום",
        "smørrebrød,smørrebrød",
        "łódź,łodz",
        "đường,đuong",
        "straße,straße",
        "ภาษาไทย,ภาษาไทย",
        "हिन्दी,हिन्दी",
        "がぎ,がぎ",
        "한국어,한국어",
        "😀 1⃣,😀 1⃣",
    })
    void unaccented_word_lacksItsAccentsOnly(String word, String bare) {
        assertThat(Folding.unaccented(word)).isEqualTo(Folding.unaccented(bare));
    }

    @ParameterizedTest
    @CsvSource({"smørrebrød,smorrebrod", "łódź,lodz", "đ,d", "ก็,ก", "कि,क", "が,か", "ｶﾞ,ｶ", "ы,ь", "a⃝,a"})
    void unaccented_whatIsNoAccent_stays(String word, String other) {
        assertThat(Folding.unaccented(word)).isNotEqualTo(Folding.unaccented(other));
    }

    @Test
    void unaccented_everyCharacter_twiceIsOnce() {
        assertThat(everyCharacter()
                        .map(Folding::unaccented)
                        .filter(bare -> !Folding.unaccented(bare).equals(bare)))
                .isEmpty();
    }

    @Test
    void unaccented_everyCharacterFolded_isFoldedStill() {
        assertThat(everyCharacter()
                        .map(c -> Folding.unaccented(Folding.fold(c)))
                        .filter(bare -> !Folding.fold(bare).equals(bare)))
                .isEmpty();
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void fold_manyMarks_twiceIsOnce(int seed) {
        String folded = Folding.fold(manyMarks(new SplittableRandom(seed)));
        assertThat(Folding.fold(folded)).isEqualTo(folded);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void unaccented_manyMarks_twiceIsOnce(int seed) {
        String bare = Folding.unaccented(Folding.fold(manyMarks(new SplittableRandom(seed))));
        assertThat(Folding.unaccented(bare)).isEqualTo(bare);
    }

    @Test
    void fold_fewMarksInAnyOrder_areOneSpelling() {
        assertThat(Folding.fold("a\u0301\u0323" + "\u0316\u0301".repeat(14)))
                .isEqualTo(Folding.fold("ạ\u0301" + "\u0316".repeat(14) + "\u0301".repeat(14)));
    }

    private static Stream<String> everyCharacter() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(Character::isDefined)
                .mapToObj(Character::toString);
    }

    private static String manyMarks(SplittableRandom random) {
        int[] marks = {
            0x0301, 0x0316, 0x0345, 0x0307, 0x034F, 0x0344, 0x064B, 0x05B0, 0x3099, 0x0F71, 0x1D165, 'i', 0x0130
        };
        StringBuilder text = new StringBuilder("İ");
        for (int i = 0; i < 200; i++) {
            text.appendCodePoint(marks[random.nextInt(random.nextInt(20) == 0 ? marks.length : 11)]);
        }
        return text.toString();
    }
}
