package io.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private final Pace pace = new Pace(new PaceLimits(8, 4, Duration.ofSeconds(10), Duration.ofSeconds(30)));

    private Instant now = NOON;

    /** How many requests may be under way now. */
    private int limit() {
        int most = 0;
        while (most < 100 && pace.allows(most, now)) {
            most++;
        }
        return most;
    }

    private void accepted(int times) {
        for (int i = 0; i < times; i++) {
            pace.accepted();
        }
    }

    /** Each began and failed a second after the one before. */
    private void failed(int times, boolean overloaded) {
        for (int i = 0; i < times; i++) {
            now = now.plusSeconds(1);
            pace.failed(now, now, overloaded, Optional.empty());
        }
    }

    @Test
    void begins_withAsManyAsThereMayBe() {
        assertThat(limit()).isEqualTo(8);
        accepted(1000);
        assertThat(limit()).isEqualTo(8);
    }

    @Test
    void overloaded_isHalved_downToOne() {
        failed(1, true);
        assertThat(limit()).isEqualTo(4);
        failed(2, true);
        assertThat(limit()).isEqualTo(1);
    }

    @Test
    void overloaded_manyThatWereUnderWay_isHalvedOnce() {
        for (int i = 0; i < 3; i++) {
            pace.failed(NOON, NOON.plusSeconds(1), true, Optional.empty());
        }
        assertThat(limit()).isEqualTo(4);
    }

    @Test
    void taken_growsByOneARound() {
        failed(1, true);
        accepted(3);
        assertThat(limit()).isEqualTo(4);
        accepted(2);
        assertThat(limit()).isEqualTo(5);
    }

    @Test
    void failed_withoutBeingOverloaded_isNotSlowedDown() {
        failed(3, false);
        assertThat(limit()).isEqualTo(8);
    }

    @Test
    void failedAgainAndAgain_isLeftAlone_thenAskedOnce() {
        failed(4, false);
        assertThat(limit()).isZero();
        assertThat(pace.closedUntil(now)).contains(now.plusSeconds(10));
        now = now.plusSeconds(10);
        assertThat(limit()).isEqualTo(1);
        assertThat(pace.closedUntil(now)).isEmpty();
    }

    @Test
    void failed_butNotInARow_isNotLeftAlone() {
        failed(3, false);
        accepted(1);
        failed(3, false);
        assertThat(limit()).isEqualTo(8);
    }

    @Test
    void probe_failed_waitsTwiceAsLong_upToTheBound() {
        failed(4, false);
        for (int expected : new int[] {20, 30, 30}) {
            now = now.plusSeconds(60);
            pace.failed(now, now, false, Optional.empty());
            assertThat(pace.closedUntil(now)).contains(now.plusSeconds(expected));
        }
    }

    @Test
    void probe_taken_beginsWithOneAndGrows() {
        failed(4, false);
        now = now.plusSeconds(10);
        accepted(1);
        assertThat(limit()).isEqualTo(2);
        failed(3, false);
        assertThat(limit()).isEqualTo(2);
        now = now.plusSeconds(1);
        pace.failed(now, now, false, Optional.empty());
        assertThat(pace.closedUntil(now)).contains(now.plusSeconds(10));
    }

    /** What was under way when the endpoint was given up does not make the pause longer. */
    @Test
    void failed_whileLeftAlone_isNoProbe() {
        failed(4, false);
        Instant until = now.plusSeconds(10);
        pace.failed(NOON, now.plusSeconds(2), false, Optional.empty());
        assertThat(pace.closedUntil(now)).contains(until);
    }

    @Test
    void wait_thatIsAskedFor_isKept_theLongestOfThem() {
        pace.failed(now, now, true, Optional.of(Duration.ofMinutes(2)));
        pace.failed(now, now, true, Optional.of(Duration.ofMinutes(1)));
        assertThat(limit()).isZero();
        assertThat(pace.closedUntil(now)).contains(now.plusSeconds(120));
        now = now.plusSeconds(120);
        assertThat(limit()).isEqualTo(4);
    }

    @Test
    void clockSetBack_pauseIsNotLonger() {
        failed(4, true);
        now = now.minusSeconds(3600);
        assertThat(limit()).isZero();
        assertThat(pace.closedUntil(now)).contains(now.plusSeconds(10));
        now = now.plusSeconds(10);
        assertThat(limit()).isEqualTo(1);
        accepted(100);
        failed(1, true);
        assertThat(limit()).isEqualTo(4);
    }

    @Test
    void clockSetBack_probeThatFails_isOne() {
        failed(4, false);
        now = now.minusSeconds(3600);
        assertThat(limit()).isZero();
        now = now.plusSeconds(10);
        failed(1, false);
        assertThat(pace.closedUntil(now)).contains(now.plusSeconds(20));
    }

    @Test
    void limits_thatCannotBe_areRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new PaceLimits(0, 1, second, second)).hasMessageStartingWith("concurrency");
        assertThatThrownBy(() -> new PaceLimits(1, 1, second, Duration.ZERO)).hasMessageStartingWith("first, longest");
    }
}
