package io.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackOffTest {
    private static final BackOff X = new BackOff(
            BackOff.Waits.linear(Duration.ofMillis(250), Duration.ofSeconds(16)),
            BackOff.Waits.doubling(Duration.ofSeconds(5), Duration.ofSeconds(320)),
            BackOff.Waits.doubling(Duration.ofSeconds(60), Duration.ofMinutes(15)));

    private static Ending ending(Ending.Kind kind) {
        return new Ending(kind, "why", Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "LOST, 0, 0", "LOST, 1, 250", "LOST, 2, 500", "LOST, 64, 16000", "LOST, 100000, 16000",
        "REFUSED, 0, 5000", "REFUSED, 1, 5000", "REFUSED, 2, 10000", "REFUSED, 7, 320000", "REFUSED, 100000, 320000",
        "LIMITED, 1, 60000", "LIMITED, 2, 120000", "LIMITED, 5, 900000"
    })
    void wait_failures_grows(Ending.Kind kind, int failures, long millis) {
        assertThat(X.wait(ending(kind), failures, 0)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void wait_chance_isLongerByAFifthAtMost() {
        assertThat(X.wait(ending(Ending.Kind.REFUSED), 1, 1)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void wait_askedForMore_isThat() {
        Ending ending = new Ending(Ending.Kind.LIMITED, "why", Optional.of(Duration.ofMinutes(5)));
        assertThat(X.wait(ending, 1, 0)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void wait_askedForDays_isAnHour() {
        Ending ending = new Ending(Ending.Kind.LIMITED, "why", Optional.of(Duration.ofDays(3)));
        assertThat(X.wait(ending, 1, 0)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void wait_askedForLess_isAsPlanned() {
        Ending ending = new Ending(Ending.Kind.LIMITED, "why", Optional.of(Duration.ofSeconds(1)));
        assertThat(X.wait(ending, 1, 0)).isEqualTo(Duration.ofSeconds(60));
    }
}
