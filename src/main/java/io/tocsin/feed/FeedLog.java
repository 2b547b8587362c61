package io.tocsin.feed;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where feeds last: written to, and read. Callable from any thread, never waits; stages complete on a thread of the
 * log, which is not to be held up. When too much is waiting already, or the log is closed, a stage fails at once with
 * {@link java.util.concurrent.RejectedExecutionException}, and nothing of it was done.
 *
 * <p>An alert that was raised longer ago than its subscription keeps alerts is gone: no read gives it, whether or not
 * it is still on the disk.
 */
public interface FeedLog extends FeedWriter {
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

    /** What the feeds were told that corrects the post or takes it back, feed by feed, in their order. */
    CompletionStage<List<Alert>> takenBack(PostId post);
}
