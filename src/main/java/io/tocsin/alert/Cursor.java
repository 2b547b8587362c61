package io.tocsin.alert;

import io.tocsin.subscription.SubscriptionId;

/** Where a consumer is in a feed: it has seen {@code sequence} and all before; 0 is before the first. */
public record Cursor(SubscriptionId subscription, long sequence) {
    public Cursor {
        if (sequence < 0) {
            throw new IllegalArgumentException("cursor: " + sequence + " (expected: 0 or more)");
        }
    }
}
