package io.tocsin.alert;

import io.tocsin.post.PostId;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What we say to a subscriber about a post: entry {@code sequence} of the subscription's feed.
 *
 * @param sequence 1 for the feed's first alert, then one more each
 * @param spans what matched in the post's text as it is now; none unless the alert is about a match
 * @param receivedAt when the post, or what corrected it or took it back, reached us, or the pause began
 * @param raisedAt when the alert was appended to its feed
 * @param reason why the post was corrected; or, of whatever alert, why the post has been taken back in this feed
 */
public record Alert(
        SubscriptionId subscription,
        long sequence,
        Kind kind,
        PostId post,
        List<Span> spans,
        Instant receivedAt,
        Instant raisedAt,
        Optional<Reason> reason) {
    public enum Kind {
        /** A post satisfied the rule. */
        RAISED,
        /** The post of an earlier alert in this feed is gone, or satisfies the rule no longer. */
        RETRACTED,
        /** The post of an earlier alert in this feed says something else now, and satisfies the rule still. */
        CORRECTED,
        /** The subscription was paused after it had raised an alert about this post; nothing is said of the post. */
        PAUSED
    }

    public Alert {
        spans = List.copyOf(spans);
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: 1 or more)");
        }
    }

    /** An alert that nothing has taken back or corrected. */
    public Alert(
            SubscriptionId subscription,
            long sequence,
            Kind kind,
            PostId post,
            List<Span> spans,
            Instant receivedAt,
            Instant raisedAt) {
        this(subscription, sequence, kind, post, spans, receivedAt, raisedAt, Optional.empty());
    }

    public AlertId id() {
        return AlertId.of(subscription, sequence);
    }

    /** Where a consumer is that has taken this alert and all before it. */
    public Cursor cursor() {
        return new Cursor(subscription, sequence);
    }
}
