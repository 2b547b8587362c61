package io.tocsin.feed;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where feeds last. Callable from any thread, never waits; stages complete on a thread of the log, which is not to be
 * held up. When too much is waiting already, or the log is closed, a stage fails at once with
 * {@link java.util.concurrent.RejectedExecutionException}, and nothing of it was done.
 *
 * <p>An alert that was raised longer ago than its subscription keeps alerts is gone: no read gives it, whether or not
 * it is still on the disk.
 */
public interface FeedLog {
    /**
     * Applies the changes in order, all or none, and completes when they are durable, with one result per change.
     *
     * <p>Alerts are numbered without a hole in the order of the changes. Repeats change nothing: a feed has at most one
     * alert, one retraction and one pause for a post. A post that was retracted before it came raises nothing. Targets
     * whose subscription is gone are passed over. A post's body is stored once, with the first alert that refers to it,
     * and not at all if it has no target. Where a post comes again with another text, the first one stays, and an alert
     * that it raises has no spans.
     */
    CompletionStage<List<Appended>> append(List<FeedChange> changes);

    /**
     * The alerts after the cursor, in order, and what of them is gone; none if the feed ends there or does not exist.
     * At most {@code limit}, and no more once their bodies come to about a megabyte: fewer than {@code limit} does not
     * say that the feed ends.
     */
    CompletionStage<Page> read(Cursor after, int limit);

    /** The number of the feed's last alert; 0 if it has none. */
    CompletionStage<Long> head(SubscriptionId subscription);

    /** As {@link #head}, of many; feeds that do not exist are left out. */
    CompletionStage<Map<SubscriptionId, Long>> heads(Set<SubscriptionId> subscriptions);

    /** The number of the last alert that is gone; 0 if all are there. */
    CompletionStage<Long> gone(SubscriptionId subscription);

    /**
     * The number of the last alert raised at or before {@code time}; 0 if there is none, or all that are still on the
     * disk were raised later.
     */
    CompletionStage<Long> headAt(SubscriptionId subscription, Instant time);
}
