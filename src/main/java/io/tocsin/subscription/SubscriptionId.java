package io.tocsin.subscription;

import io.tocsin.rule.RuleId;

/** A subscription's name, and its feed's: {@code sub_} and 26 characters that sort by time of creation. */
public record SubscriptionId(String value) implements Comparable<SubscriptionId> {
    public static final String PREFIX = "sub_";

    public SubscriptionId {
        if (!value.startsWith(PREFIX) || value.length() == PREFIX.length()) {
            throw new IllegalArgumentException("subscription id: " + value + " (expected: sub_…)");
        }
    }

    /** The subscription that a rule belongs to. */
    public static SubscriptionId of(RuleId rule) {
        return new SubscriptionId(rule.value());
    }

    /** The name of the subscription's rule. */
    public RuleId rule() {
        return new RuleId(value);
    }

    @Override
    public int compareTo(SubscriptionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
