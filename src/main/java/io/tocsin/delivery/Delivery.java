package io.tocsin.delivery;

import io.tocsin.alert.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One alert on its way to one endpoint.
 *
 * @param alert the alert, by its place in its feed
 * @param attempts how many were made
 */
public record Delivery(EndpointId endpoint, Cursor alert, int attempts) {
    /**
     * The delivery after one more attempt, which ended at {@code now}, and what comes next.
     *
     * @param chance from 0 to 1: the jitter of the wait for another attempt
     */
    public DeliveryLog.Settled after(Attempt attempt, Instant now, RetrySchedule schedule, double chance) {
        Delivery attempted = new Delivery(endpoint, alert, attempts + 1);
        return new DeliveryLog.Settled(
                attempted, attempted.step(attempt.outcome(), now, schedule, chance), Optional.of(attempt));
    }

    private Step step(Outcome outcome, Instant now, RetrySchedule schedule, double chance) {
        if (outcome instanceof Outcome.Accepted) {
            return new Step.Done();
        }
        if (outcome instanceof Outcome.Refused refused) {
            return new Step.Failed(refused.why());
        }
        if (outcome instanceof Outcome.Aborted aborted) {
            return new Step.Failed(aborted.why());
        }
        if (outcome instanceof Outcome.Deferred deferred) {
            Optional<Duration> wait = schedule.wait(attempts, deferred.retryAfter(), chance);
            return wait.<Step>map(duration -> new Step.Retry(now.plus(duration), deferred.why()))
                    .orElseGet(() -> new Step.Failed(deferred.why()));
        }
        throw new AssertionError(outcome);
    }
}
