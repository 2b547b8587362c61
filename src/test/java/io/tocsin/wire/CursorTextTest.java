package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTextTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ";

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    /** Of each length modulo 3, which decides how the last letter is used. */
    static Stream<String> cursors() {
        return Stream.of("sub_a", "sub_ab", "sub_abc")
                .map(id -> CursorText.encode(new Cursor(new SubscriptionId(id), 4711)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void decode_encoded_isTheSame(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String id = "sub_" + Long.toString(random.nextLong(Long.MAX_VALUE), 36);
        Cursor cursor = new Cursor(new SubscriptionId(id), random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63));
        assertThat(CursorText.decode(CursorText.encode(cursor))).isEqualTo(cursor);
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

    @Test
    void decode_madeUpWithARightChecksum_isRefused() {
        refused(madeUp("sub_a", -1));
        refused(madeUp("ep_a", 1));
        refused(madeUp("sub_", 1));
    }

    @Test
    void decode_veryLong_isShownInPart() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> CursorText.decode("A".repeat(100_000)))
                .withMessage("cursor: \"" + "A".repeat(80) + "…\" (expected: a cursor as this service gave it)");
    }

    private static Stream<String> changed(String cursor) {
        return IntStream.range(0, cursor.length())
                .boxed()
                .flatMap(at -> ALPHABET.chars()
                        .filter(letter -> letter != cursor.charAt(at))
                        .mapToObj(letter -> cursor.substring(0, at) + (char) letter + cursor.substring(at + 1)));
    }

    private static String madeUp(String subscription, long sequence) {
        byte[] id = subscription.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(13 + id.length)
                .put((byte) 1)
                .putLong(sequence)
                .put(id);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, bytes.position());
        bytes.putInt((int) crc.getValue());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static void refused(String text) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> CursorText.decode(text));
    }
}
