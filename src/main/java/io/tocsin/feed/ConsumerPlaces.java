package io.tocsin.feed;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What named consumers have acknowledged, which lasts. Callable from any thread, never waits. What is kept of a feed
 * goes with its subscription.
 */
public interface ConsumerPlaces {
    /** How many names a feed has at most. */
    int MAX_NAMES = 1_000;

    /** The last alert that the consumer has acknowledged; empty if it never did. */
    CompletionStage<Optional<Cursor>> place(ConsumerName name, SubscriptionId subscription);

    /** Each name that the feed has, at most {@link #MAX_NAMES}. */
    CompletionStage<Map<ConsumerName, Cursor>> places(SubscriptionId subscription);

    /**
     * The consumer has acknowledged this alert and all before it; completes when that is durable. A place never goes
     * back: of several, in whatever order, the furthest stays. False if nothing was kept, because the feed has too many
     * names already or is gone.
     */
    CompletionStage<Boolean> acknowledge(ConsumerName name, Cursor alert);
}
