package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTextTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ";

    private static final CursorText CURSORS = Entries.CURSORS;

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    /** Of each length modulo 3, which decides how the last letter is used. */
    static Stream<String> cursors() {
        return Stream.of("sub_a", "sub_ab", "sub_abc")
                .map(id -> CURSORS.encode(new Cursor(new SubscriptionId(id), 4711)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void decode_encoded_isTheSame(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String id = "sub_" + Long.toString(random.nextLong(Long.MAX_VALUE), 36);
        Cursor cursor = new Cursor(new SubscriptionId(id), random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63));
        assertThat(CURSORS.decode(CURSORS.encode(cursor))).isEqualTo(cursor);
    }

    @ParameterizedTest
    @MethodSource("cursors")
    void decode_oneLetterChanged_isRefused(String cursor) {
        assertThat(changed(cursor)).isNotEmpty().allSatisfy(CursorTextTest::refused);
    }

    @ParameterizedTest
    @MethodSource("cursors")
    void decode_cut_isRefused(String cursor) {
        assertThat(IntStream.range(0, cursor.length()).mapToObj(end -> cursor.substring(0, end)))
                .allSatisfy(CursorTextTest::refused);
    }

    @ParameterizedTest
    @MethodSource("cursors")
    void decode_withMore_isRefused(String cursor) {
        assertThat(Stream.of("A", "=", "==", "AAAA").map(more -> cursor + more)).allSatisfy(CursorTextTest::refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "latest", "AAAA", "1", "😀", "====", "al_a_000000000001"})
    void decode_somethingElse_isRefused(String text) {
        refused(text);
    }

    @ParameterizedTest
    @MethodSource("cursors")
    void decode_oneByteChanged_isRefused(String cursor) {
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        assertThat(IntStream.range(0, bytes.length * 255).mapToObj(i -> {
                    byte[] changed = bytes.clone();
                    changed[i / 255] ^= (byte) (1 + i % 255);
                    return Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
                }))
                .hasSize(bytes.length * 255)
                .allSatisfy(CursorTextTest::refused);
    }

    @Test
    void decode_madeWithAnotherKey_isRefused() {
        byte[] key = new byte[32];
        key[31] = 1;
        String other = new CursorText(new SecretKeySpec(key, "AES")).encode(new Cursor(Entries.A, 7));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> CURSORS.decode(other))
                .withMessage("cursor: \"" + other + "\" was changed or is not ours (expected: a cursor as given)");
    }

    @Test
    void decode_withTheSameKey_isTaken() {
        CursorText again = new CursorText(new SecretKeySpec(new byte[32], "AES"));
        assertThat(again.decode(Entries.CURSOR)).isEqualTo(new Cursor(Entries.A, 7));
    }

    @Test
    void decode_ofAnotherVersion_saysSo() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> CURSORS.decode("AQAAAAAAAAABc3ViXzAxTTg1NjJKUkQ5MlJYVDg0WUM0WDExUlQwAqyiSQ"))
                .withMessage("cursor: of version 1 (expected: version 2, as given now)");
    }

    @Test
    void decode_veryLong_isShownInPart() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> CURSORS.decode("Ag" + "A".repeat(100_000)))
                .withMessage("cursor: \"Ag" + "A".repeat(78)
                        + "…\" was changed or is not ours (expected: a cursor as given)");
    }

    private static Stream<String> changed(String cursor) {
        return IntStream.range(0, cursor.length())
                .boxed()
                .flatMap(at -> ALPHABET.chars()
                        .filter(letter -> letter != cursor.charAt(at))
                        .mapToObj(letter -> cursor.substring(0, at) + (char) letter + cursor.substring(at + 1)));
    }

    private static void refused(String text) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> CURSORS.decode(text));
    }
}
