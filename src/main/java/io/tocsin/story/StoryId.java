package io.tocsin.story;

import io.tocsin.subscription.SubscriptionId;

/** A story's name: it follows from its feed and its number there, so it is the same on every member. */
public record StoryId(SubscriptionId subscription, int number) {
    private static final String PREFIX = "st_";

    public StoryId {
        if (number < 1) {
            throw new IllegalArgumentException("story number: " + number + " (expected: 1 or more)");
        }
    }

    @Override
    public String toString() {
        String digits = Integer.toString(number);
        return PREFIX + subscription.value().substring(SubscriptionId.PREFIX.length()) + "_"
                + "0".repeat(Math.max(0, 8 - digits.length())) + digits;
    }
}
