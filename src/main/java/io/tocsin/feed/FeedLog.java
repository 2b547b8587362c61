package io.tocsin.feed;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where feeds last. Callable from any thread, never waits; stages complete on a thread of the log, which is not to be
 * held up. When too much is waiting already, or the log is closed, a stage fails at once with
 * {@link java.util.concurrent.RejectedExecutionException}, and nothing of it was done.
 */
public interface FeedLog {
    /**
     * Applies the changes in order, all or none, and completes when they are durable, with one result per change.
     *
     * <p>Alerts are numbered without a hole in the order of the changes. Repeats change nothing: a feed has at most one
     * alert, one retraction and one pause for a post. A post that was retracted before it came raises nothing. Targets
     * whose subscription is gone are passed over. A post's body is stored once, with the first alert that refers to it,
     * and not at all if it has no target. Where a post comes again with another text, the first one stays, and an alert
     * that it raises has no spans. Fails with {@link FencedException} if another owner has come to one of the feeds.
     */
    CompletionStage<List<Appended>> append(List<FeedChange> changes);

    /**
     * The alerts after the cursor, in order; none if the feed ends there or does not exist. At most {@code limit}, and
     * no more once their bodies come to about a megabyte: fewer than {@code limit} does not say that the feed ends.
     */
    CompletionStage<List<Entry>> read(Cursor after, int limit);

    /** The number of the feed's last alert; 0 if it has none. */
    CompletionStage<Long> head(SubscriptionId subscription);

    /** The number of the last alert raised at or before {@code time}; 0 if there is none. */
    CompletionStage<Long> headAt(SubscriptionId subscription, Instant time);
}
