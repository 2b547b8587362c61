package io.tocsin.feed;

import io.tocsin.subscription.SubscriptionId;

/**
 * A consumer that wants only the latest was too far behind, and passed over alerts. They can be read like all others.
 *
 * @param skipped how many
 * @param from the first of them
 * @param to the last of them; alerts in between that were not passed over follow
 */
public record Lag(SubscriptionId subscription, long skipped, long from, long to) {
    public Lag {
        if (from < 1 || to < from || skipped < 1 || skipped > to - from + 1) {
            throw new IllegalArgumentException(
                    "lag: " + skipped + " of " + from + " to " + to + " (expected: 1 or more, in order)");
        }
    }
}
