package io.tocsin.webhook;

import io.tocsin.delivery.PaceLimits;
import io.tocsin.delivery.Reach;
import io.tocsin.delivery.RetrySchedule;
import java.time.Duration;

/**
 * How endpoints are delivered to.
 *
 * @param userAgent what requests say they come from: {@code Tocsin/} and a version
 * @param reach where requests may go
 * @param timeout how long an attempt may take, from looking for a connection to the end of the answer
 * @param window how many alerts an endpoint may have in hand that are not durably settled; as many retries beside it
 * @param pace how an endpoint is spared
 * @param maxAhead how many alerts of one feed may be between its cursor and the last that was taken: how much may be
 *     delivered again after a crash
 * @param maxBackOff the longest wait between calls to a store that fails, and before a clock that may have been set is
 *     asked again
 */
public record WebhookConfig(
        String userAgent,
        RetrySchedule schedule,
        Reach reach,
        Duration timeout,
        int window,
        PaceLimits pace,
        int maxAhead,
        Duration maxBackOff) {
    public WebhookConfig {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException(
                    "webhook timeout: " + timeout + " (expected: more than 0, at most 5 min)");
        }
        if (window < 1 || maxAhead < window) {
            throw new IllegalArgumentException("webhook window, max ahead: " + window + ", " + maxAhead
                    + " (expected: 1 or more, max ahead not less than window)");
        }
        if (maxBackOff.isNegative() || maxBackOff.isZero()) {
            throw new IllegalArgumentException("webhook max back-off: " + maxBackOff + " (expected: more than 0)");
        }
    }

    /** What is good for most. */
    public static WebhookConfig standard(String version) {
        return new WebhookConfig(
                "Tocsin/" + version,
                RetrySchedule.DEFAULT,
                Reach.PUBLIC,
                Duration.ofSeconds(15),
                64,
                PaceLimits.USUAL,
                1024,
                Duration.ofSeconds(10));
    }

    /** The same, for endpoints somewhere else. */
    public WebhookConfig reaching(Reach elsewhere) {
        return new WebhookConfig(userAgent, schedule, elsewhere, timeout, window, pace, maxAhead, maxBackOff);
    }
}
