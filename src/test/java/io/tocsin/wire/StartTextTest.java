package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.feed.Start;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StartTextTest {
    @Test
    void decode_neither_isTheOther() {
        assertThat(new StartText(Entries.CURSORS).decode(Optional.empty(), OptionalLong.empty(), new Start.Earliest()))
                .isEqualTo(new Start.Earliest());
    }

    @Test
    void decode_time_isTaken() {
        assertThat(new StartText(Entries.CURSORS).decode("2026-11-23T10:00:00Z"))
                .isEqualTo(new Start.At(Instant.parse("2026-11-23T10:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23", "2026-11-23T10:00:00", "2026-13-23T10:00:00Z"})
    void decode_halfATime_isRefusedAsATime(String text) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> new StartText(Entries.CURSORS).decode(text))
                .withMessage("after: \"" + text + "\" (expected: a time such as 2026-11-23T10:00:00Z)");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 1001, Long.MAX_VALUE})
    void decode_lastOutOfBounds_isRefused(long last) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> new StartText(Entries.CURSORS)
                        .decode(Optional.empty(), OptionalLong.of(last), new Start.Latest()))
                .withMessage("last: " + last + " (expected: 0 to 1000)");
    }
}
