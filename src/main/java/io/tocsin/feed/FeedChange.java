package io.tocsin.feed;

import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.SerialId;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is to be written to feeds on account of one event at a source. */
public sealed interface FeedChange {
    /** When the event reached us. */
    Instant receivedAt();

    /** It adds alerts, and leaves what those before it say as it is. */
    default boolean addsOnly() {
        return this instanceof Raise || this instanceof Pause;
    }

    /** One new alert in each target's feed; none where that feed has one for this post already. */
    record Raise(Post post, List<Target> targets, Instant receivedAt) implements FeedChange {
        public Raise {
            targets = List.copyOf(targets);
        }
    }

    /** The post's content is erased, and every feed that carried it gets a retraction. */
    record Retract(PostId post, Instant receivedAt) implements FeedChange {}

    /** As {@link Retract}, of each post of the author, those too that come later. */
    record RetractAuthor(AuthorId author, Instant receivedAt) implements FeedChange {}

    /** The author whose posts were all retracted is back: posts that come from now on raise alerts again. */
    record RestoreAuthor(AuthorId author, Instant receivedAt) implements FeedChange {}

    /**
     * The post says something else now, which takes the place of its content. A feed that carried it gets a correction
     * if it is among the targets, else a retraction; a target that did not, an alert.
     *
     * @param id the post as it was named before
     * @param post its new state
     * @param at when it was edited, if known: an edit that is not later than the last one changes nothing
     * @param targets the feeds that it goes to now
     */
    record Correct(PostId id, Post post, Optional<Instant> at, List<Target> targets, Instant receivedAt)
            implements FeedChange {
        public Correct {
            targets = List.copyOf(targets);
        }
    }

    /** The post's content loses where it was made, and every feed that carried it gets a correction. */
    record ScrubGeo(PostId post, Instant receivedAt) implements FeedChange {}

    /** As {@link ScrubGeo}, of each post of the author up to this one, those too that come later. */
    record ScrubAuthorGeo(AuthorId author, SerialId upTo, Instant receivedAt) implements FeedChange {}

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
