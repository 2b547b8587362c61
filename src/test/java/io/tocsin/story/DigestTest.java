package io.tocsin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final QuietHours NIGHT = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0));

    /** In March Berlin's clocks skip 02:00 to 03:00 of the 29th, in October they show it twice on the 25th. */
    @ParameterizedTest(name = "{0} {1} {2} -> {3}")
    @CsvSource({
        "PT24H,  08:00, 2026-03-10T06:59:00Z, 2026-03-10T07:00:00Z",
        "PT24H,  08:00, 2026-03-10T07:00:00Z, 2026-03-10T07:00:00Z",
        "PT24H,  08:00, 2026-03-10T07:00:01Z, 2026-03-11T07:00:00Z",
        "PT24H,  08:00, 2026-03-28T08:00:00Z, 2026-03-29T06:00:00Z",
        "PT24H,  02:30, 2026-03-28T12:00:00Z, 2026-03-29T01:30:00Z",
        "PT24H,  02:30, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
        "PT24H,  02:30, 2026-10-25T01:00:00Z, 2026-10-26T01:30:00Z",
        "PT6H,   08:00, 2026-03-10T01:30:00Z, 2026-03-10T07:00:00Z",
        "PT6H,   08:00, 2026-03-10T20:00:00Z, 2026-03-11T01:00:00Z",
        "PT168H, 08:00, 2026-03-10T12:00:00Z, 2026-03-12T07:00:00Z",
    })
    void due_alert_isTheNextDigest(Duration every, LocalTime at, Instant happened, Instant due) {
        Digest digest = new Digest(every, at, Optional.empty(), BERLIN);
        assertThat(digest.due(Level.ALERT, happened)).isEqualTo(due);
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "FLASH,  2026-01-10T23:00:00Z, 2026-01-10T23:00:00Z",
        "URGENT, 2026-01-10T12:20:00Z, 2026-01-10T12:20:00Z",
        "URGENT, 2026-01-10T21:00:00Z, 2026-01-11T06:00:00Z",
        "URGENT, 2026-01-10T23:30:00Z, 2026-01-11T06:00:00Z",
        "URGENT, 2026-01-11T06:00:00Z, 2026-01-11T06:00:00Z",
        "ALERT,  2026-01-10T22:00:00Z, 2026-01-11T06:00:00Z",
    })
    void due_quietHours_onlyAFlashPasses(Level level, Instant happened, Instant due) {
        Digest digest = new Digest(Duration.ofHours(1), LocalTime.MIDNIGHT, Optional.of(NIGHT), BERLIN);
        assertThat(digest.due(level, happened)).isEqualTo(due);
    }

    @Test
    void due_anyTime_isNeverBeforeAndNeverInQuietHours() {
        SplittableRandom random = new SplittableRandom(1);
        Digest digest = new Digest(Duration.ofMinutes(20), LocalTime.of(0, 10), Optional.of(NIGHT), BERLIN);
        for (int i = 0; i < 2_000; i++) {
            Instant happened = Instant.ofEpochSecond(1_767_225_600L + random.nextInt(366 * 86_400));
            Instant due = digest.due(Level.ALERT, happened);
            assertThat(due).isBetween(happened, happened.plus(Duration.ofHours(10)));
            assertThat(NIGHT.cover(due.atZone(BERLIN).toLocalTime())).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1H", "PT7H", "PT36H", "PT4M", "PT768H"})
    void new_everyThatMakesNoDays_isRefused(Duration every) {
        assertThatThrownBy(() -> new Digest(every, LocalTime.NOON, Optional.empty(), BERLIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("every: " + every);
    }
}
