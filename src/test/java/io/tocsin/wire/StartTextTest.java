package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.feed.Start;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StartTextTest {
    @Test
    void decode_neither_isTheOther() {
        assertThat(StartText.decode(Optional.empty(), OptionalLong.empty(), new Start.Earliest()))
                .isEqualTo(new Start.Earliest());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 1001, Long.MAX_VALUE})
    void decode_lastOutOfBounds_isRefused(long last) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> StartText.decode(Optional.empty(), OptionalLong.of(last), new Start.Latest()))
                .withMessage("last: " + last + " (expected: 0 to 1000)");
    }
}
