package io.tocsin.feed;

import io.tocsin.subscription.SubscriptionId;

/**
 * An append that came too late: the feed has been written to by a later owner, and whoever tried is its owner no more.
 */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SubscriptionId feed;
    private final long epoch;
    private final long feedEpoch;

    public FencedException(SubscriptionId feed, long epoch, long feedEpoch) {
        super("feed of " + feed.value() + ": epoch " + epoch + " (expected: at least " + feedEpoch
                + ", which wrote to it since)");
        this.feed = feed;
        this.epoch = epoch;
        this.feedEpoch = feedEpoch;
    }

    public SubscriptionId feed() {
        return feed;
    }

    /** Of the owner that tried. */
    public long epoch() {
        return epoch;
    }

    /** Of the owner that wrote to the feed. */
    public long feedEpoch() {
        return feedEpoch;
    }
}
