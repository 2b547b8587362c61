package io.tocsin.subscription;

import io.tocsin.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A standing order: posts that satisfy the rule become alerts in the subscription's feed.
 *
 * @param purpose why the subscriber asks, in the subscriber's words
 * @param enabled whether the subscriber wants it to be in force
 * @param pause why it is not in force all the same; empty if nothing stands against it
 * @param retention how long its feed keeps an alert, from when it is raised
 * @param version 1 at creation, one more at each change
 */
public record Subscription(
        SubscriptionId id,
        String name,
        Rule rule,
        String purpose,
        boolean enabled,
        Optional<Pause> pause,
        Duration retention,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    public static final Duration USUAL_RETENTION = Duration.ofDays(30);

    public Subscription {
        if (!rule.id().equals(id.rule())) {
            throw new IllegalArgumentException("rule id: " + rule.id() + " (expected: " + id + ")");
        }
        check("name", name);
        check("purpose", purpose);
        if (retention.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("retention: " + retention + " (expected: a second or more)");
        }
    }

    /** One that is not paused, and keeps its alerts as long as is usual. */
    public Subscription(
            SubscriptionId id,
            String name,
            Rule rule,
            String purpose,
            boolean enabled,
            Instant createdAt,
            Instant updatedAt,
            long version) {
        this(id, name, rule, purpose, enabled, Optional.empty(), USUAL_RETENTION, createdAt, updatedAt, version);
    }

    private static void check(String field, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + ": blank (expected: a text that is not blank)");
        }
    }

    /** Whether posts are matched against the rule. */
    public boolean inForce() {
        return enabled && pause.isEmpty();
    }

    /** The subscription as it is after a change at {@code now}; a pause stays. */
    public Subscription changed(String newName, Rule newRule, String newPurpose, boolean nowEnabled, Instant now) {
        return new Subscription(
                id, newName, newRule, newPurpose, nowEnabled, pause, retention, createdAt, now, version + 1);
    }

    /** The subscription as it is once the pause begins; the same if it is not in force. */
    public Subscription paused(Pause beginning) {
        return inForce()
                ? new Subscription(
                        id,
                        name,
                        rule,
                        purpose,
                        true,
                        Optional.of(beginning),
                        retention,
                        createdAt,
                        beginning.at(),
                        version + 1)
                : this;
    }

    /** The subscription without its pause; part of a {@link #changed change}, so the version stays. */
    public Subscription resumed() {
        return new Subscription(
                id, name, rule, purpose, enabled, Optional.empty(), retention, createdAt, updatedAt, version);
    }

    /** The subscription with another retention; part of a {@link #changed change}, so the version stays. */
    public Subscription keeping(Duration newRetention) {
        return new Subscription(id, name, rule, purpose, enabled, pause, newRetention, createdAt, updatedAt, version);
    }
}
