package io.tocsin.subscription;

import io.tocsin.rule.Rule;
import java.time.Instant;

/**
 * A standing order: posts that satisfy the rule become alerts in the subscription's feed.
 *
 * @param purpose why the subscriber asks, in the subscriber's words
 * @param version 1 at creation, one more at each change
 */
public record Subscription(
        SubscriptionId id,
        String name,
        Rule rule,
        String purpose,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    public Subscription {
        if (!rule.id().equals(id.rule())) {
            throw new IllegalArgumentException("rule id: " + rule.id() + " (expected: " + id + ")");
        }
        check("name", name);
        check("purpose", purpose);
    }

    private static void check(String field, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + ": blank (expected: a text that is not blank)");
        }
    }

    /** The subscription as it is after a change at {@code now}. */
    public Subscription changed(String newName, Rule newRule, String newPurpose, boolean nowEnabled, Instant now) {
        return new Subscription(id, newName, newRule, newPurpose, nowEnabled, createdAt, now, version + 1);
    }
}
