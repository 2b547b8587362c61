package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of forms, against the forms themselves. */
final class FormBufferTest {
    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void fold_anyText_isItsFoldedForm(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50; i++) {
            String text = AnyText.of(random, random.nextInt(12));
            FormBuffer fast = new FormBuffer();
            fast.fold(text);
            assertThat(bytes(fast)).as(text).isEqualTo(encoded(Folding.fold(text)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void form_anyText_isTheTokens(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String text = seed % 3 == 0 ? AnyText.ascii(random, 200) : AnyText.of(random, 200);
        FormBuffer forms = new FormBuffer();
        Tokenizer tokenizer = new Tokenizer(forms);
        tokenizer.read(text);
        for (Token token : Tokenizer.tokens(text)) {
            assertThat(tokenizer.next()).isTrue();
            assertThat(Arrays.copyOfRange(forms.bytes(), tokenizer.formStart(), tokenizer.formEnd()))
                    .as(text)
                    .isEqualTo(encoded(token.form()));
            assertThat(List.of(tokenizer.start(), tokenizer.end(), tokenizer.glued()))
                    .isEqualTo(List.of(token.start(), token.end(), token.glued()));
        }
        assertThat(tokenizer.next()).isFalse();
    }

    @Test
    void fold_everyPairOfMarks_isItsFoldedForm() {
        int[] marks = IntStream.rangeClosed(0, Character.MAX_VALUE)
                .filter(c -> Letters.category(c) == Letters.MARK)
                .toArray();
        FormBuffer fast = new FormBuffer();
        for (int one : marks) {
            for (int other = 0x300; other < 0x370; other++) {
                String text = "a" + (char) one + (char) other;
                fast.truncate(0);
                fast.fold(text);
                assertThat(bytes(fast)).as("%x %x", one, other).isEqualTo(encoded(Folding.fold(text)));
            }
        }
    }

    @Test
    void put_longTexts_growsTheBuffer() {
        FormBuffer buffer = new FormBuffer();
        buffer.put("水".repeat(1000));
        buffer.put((byte) 1);
        buffer.putInt(0x01020304);
        byte[] bytes = bytes(buffer);
        assertThat(bytes).hasSize(3005).endsWith((byte) 1, (byte) 4, (byte) 3, (byte) 2, (byte) 1);
    }

    private static byte[] bytes(FormBuffer buffer) {
        return Arrays.copyOf(buffer.bytes(), buffer.size());
    }

    private static byte[] encoded(String form) {
        FormBuffer buffer = new FormBuffer();
        buffer.put(form);
        return bytes(buffer);
    }
}
