package io.tocsin.feed;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;

/** Alerts {@code from} to {@code to} of a feed can be read no more: they were older than the feed keeps them. */
public record Gap(SubscriptionId subscription, long from, long to) {
    public Gap {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException("gap: " + from + " to " + to + " (expected: 1 or more, in order)");
        }
    }

    /** Where a consumer is that knows of it. */
    public Cursor cursor() {
        return new Cursor(subscription, to);
    }

    /** How many alerts are gone. */
    public long size() {
        return to - from + 1;
    }
}
