package io.tocsin.alert;

import io.tocsin.subscription.SubscriptionId;

/** An alert's name: sortable within its feed, and safe to use as an idempotency key. */
public record AlertId(String value) {
    private static final String PREFIX = "al_";

    /** The name of the alert with this number; the number is padded, so names sort as numbers do. */
    public static AlertId of(SubscriptionId subscription, long sequence) {
        String feed = subscription.value().substring(SubscriptionId.PREFIX.length());
        String number = Long.toString(sequence);
        return new AlertId(PREFIX + feed + "_" + "0".repeat(Math.max(0, 12 - number.length())) + number);
    }

    @Override
    public String toString() {
        return value;
    }
}
