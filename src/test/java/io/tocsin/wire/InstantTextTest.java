package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InstantTextTest {
    private static final String DIGITS_AND_SIGNS = "0123456789012345678901234567890123456789-:.TZtz+ ٣";

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void decode_instant_isThatInstant(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-62_200_000_000L, 253_500_000_000L), random.nextInt(1_000) * 1_000_000L);
            assertThat(InstantText.decode(instant.toString())).isEqualTo(instant);
        }
    }

    /** Days, hours and fractions that are none are among these. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void decode_nearlyAnInstant_agreesWithTheJdk(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder("2024-02-29T23:59:59.123456789Z");
            text.delete(random.nextInt(19, 30), 29);
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, DIGITS_AND_SIGNS.charAt(random.nextInt(DIGITS_AND_SIGNS.length())));
            }
            assertThat(decode(text.toString())).as(text.toString()).isEqualTo(decodeByTheJdk(text.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2024-02-29T23:59Z",
                "2024-02-29T23:59:59z",
                "2024-02-29T23:59:59+01:00",
                "2023-02-29T23:59:59Z",
                "1900-02-29T00:00:00Z",
                "2024-02-29T24:00:00Z",
                "2024-02-29T23:59:60Z",
                "0000-01-01T00:00:00Z",
                "2024-02-29T23:59:59.Z",
                "2024-02-29T23:59:59.1234567890Z",
                "+12024-02-29T23:59:59Z",
                "-2024-02-29T23:59:59Z"
            })
    void decode_rareForm_agreesWithTheJdk(String text) {
        assertThat(decode(text)).isEqualTo(decodeByTheJdk(text));
    }

    private static String decode(String text) {
        try {
            return InstantText.decode(text).toString();
        } catch (DateTimeParseException e) {
            return "none";
        }
    }

    private static String decodeByTheJdk(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeParseException e) {
            return "none";
        }
    }
}
