package io.tocsin.feed;

import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;

/** What is to be written to feeds on account of one event at a source. */
public sealed interface FeedChange {
    /** When the event reached us. */
    Instant receivedAt();

    /** One new alert in each target's feed; none where that feed has one for this post already. */
    record Raise(Post post, List<Target> targets, Instant receivedAt) implements FeedChange {
        public Raise {
            targets = List.copyOf(targets);
        }
    }

    /** The post's content is erased, and every feed that carried it gets a retraction. */
    record Retract(PostId post, Instant receivedAt) implements FeedChange {}

    /**
     * The subscription was paused after the post had come: its feed says so, once, however often this is written. The
     * post must have raised an alert in the feed.
     *
     * @param receivedAt when the pause began
     */
    record Pause(PostId post, SubscriptionId subscription, Instant receivedAt) implements FeedChange {}

    /** A feed that the post goes to, and what matched in its text. */
    record Target(SubscriptionId subscription, List<Span> spans) {
        public Target {
            spans = List.copyOf(spans);
        }
    }
}
