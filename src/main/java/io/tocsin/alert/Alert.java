package io.tocsin.alert;

import io.tocsin.post.PostId;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;

/**
 * What we say to a subscriber about a post: entry {@code sequence} of the subscription's feed.
 *
 * @param sequence 1 for the feed's first alert, then one more each
 * @param spans what matched in the post's text; none unless the alert is about a match
 * @param receivedAt when the post, or what took it back, reached us, or the pause began
 * @param raisedAt when the alert was appended to its feed
 */
public record Alert(
        SubscriptionId subscription,
        long sequence,
        Kind kind,
        PostId post,
        List<Span> spans,
        Instant receivedAt,
        Instant raisedAt) {
    public enum Kind {
        /** A post satisfied the rule. */
        RAISED,
        /** The post of an earlier alert in this feed is gone. */
        RETRACTED,
        /** The subscription was paused after it had raised an alert about this post; nothing is said of the post. */
        PAUSED
    }

    public Alert {
        spans = List.copyOf(spans);
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: 1 or more)");
        }
    }

    public AlertId id() {
        return AlertId.of(subscription, sequence);
    }

    /** Where a consumer is that has taken this alert and all before it. */
    public Cursor cursor() {
        return new Cursor(subscription, sequence);
    }
}
