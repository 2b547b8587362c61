package io.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final double MIDDLE = 0.5;
    private static final RetrySchedule SCHEDULE = new RetrySchedule(
            List.of(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(100)), 0.2, Duration.ofSeconds(60));
    private static final Outcome BUSY = new Outcome.Deferred("busy", Optional.empty());

    @Test
    void after_accepted_isDone() {
        assertThat(after(0, new Outcome.Accepted(), MIDDLE)).isEqualTo(new Step.Done());
    }

    @Test
    void after_refused_fails() {
        assertThat(after(0, new Outcome.Refused("gone"), MIDDLE)).isEqualTo(new Step.Failed("gone"));
    }

    @Test
    void after_aborted_fails() {
        assertThat(after(0, new Outcome.Aborted("not this"), MIDDLE)).isEqualTo(new Step.Failed("not this"));
    }

    @Test
    void after_any_countsTheAttempt() {
        assertThat(settled(1, BUSY, MIDDLE).delivery()).isEqualTo(delivery(2));
        assertThat(settled(1, BUSY, MIDDLE).attempt()).contains(attempt(BUSY));
    }

    @Test
    void after_deferred_waitsAsTheScheduleSays() {
        assertThat(after(0, BUSY, MIDDLE)).isEqualTo(new Step.Retry(NOON.plusSeconds(10), "busy"));
        assertThat(after(1, BUSY, MIDDLE)).isEqualTo(new Step.Retry(NOON.plusSeconds(100), "busy"));
    }

    @Test
    void after_deferredPastTheSchedule_fails() {
        assertThat(after(2, BUSY, MIDDLE)).isEqualTo(new Step.Failed("busy"));
    }

    @Test
    void after_deferred_jittersBothWays() {
        assertThat(after(0, BUSY, 0)).isEqualTo(new Step.Retry(NOON.plusSeconds(8), "busy"));
        assertThat(after(0, BUSY, 1)).isEqualTo(new Step.Retry(NOON.plusSeconds(12), "busy"));
    }

    @Test
    void after_retryAfterBeyondTheWait_isObeyed() {
        assertThat(after(0, busyFor(30), MIDDLE)).isEqualTo(new Step.Retry(NOON.plusSeconds(30), "busy"));
    }

    @Test
    void after_retryAfterWithinTheWait_changesNothing() {
        assertThat(after(0, busyFor(1), MIDDLE)).isEqualTo(new Step.Retry(NOON.plusSeconds(10), "busy"));
    }

    @Test
    void after_retryAfterBeyondTheBound_isCut() {
        assertThat(after(0, busyFor(3600), MIDDLE)).isEqualTo(new Step.Retry(NOON.plusSeconds(60), "busy"));
    }

    @Test
    void after_retryAfterPastTheSchedule_fails() {
        assertThat(after(2, busyFor(1), MIDDLE)).isEqualTo(new Step.Failed("busy"));
    }

    @Test
    void defaultSchedule_isTenAttemptsInThreeDays() {
        assertThat(RetrySchedule.DEFAULT.waits()).hasSize(10);
        assertThat(RetrySchedule.DEFAULT.waits().stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.parse("PT75H35M5S"));
    }

    @Test
    void schedule_withoutAFirstAttempt_isRefused() {
        assertThatThrownBy(() -> new RetrySchedule(List.of(), 0, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofSeconds(1)), 0, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Outcome busyFor(long seconds) {
        return new Outcome.Deferred("busy", Optional.of(Duration.ofSeconds(seconds)));
    }

    private static Step after(int attempts, Outcome outcome, double chance) {
        return settled(attempts, outcome, chance).step();
    }

    private static DeliveryLog.Settled settled(int attempts, Outcome outcome, double chance) {
        return delivery(attempts).after(attempt(outcome), NOON, SCHEDULE, chance);
    }

    /** Took a second, which is over by noon. */
    private static Attempt attempt(Outcome outcome) {
        return new Attempt(NOON.minusSeconds(1), Duration.ofSeconds(1), outcome, OptionalInt.empty(), "");
    }

    private static Delivery delivery(int attempts) {
        return new Delivery(new EndpointId("ep_1"), new Cursor(new SubscriptionId("sub_floods"), 7), attempts);
    }
}
