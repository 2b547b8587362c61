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
 * Where feeds last. Callable from any thread, never waits; stages complete on a thread of the log, which is not to be
 * held up. When too much is waiting already, or the log is closed, a stage fails at once with
 * {@link java.util.concurrent.RejectedExecutionException}, and nothing of it was done.
 *
 * <p>An alert that was raised longer ago than its subscription keeps alerts is gone: no read gives it, whether or not
 * it is still on the disk.
 */
public interface FeedLog {
    /**
     * Applies the changes in order, all or none, and completes when they are durable, with one result per change. A
     * change to all posts of an author is the exception: the others are not undone if it can't be done to its end, and
     * {@link #resume} does the rest.
     *
     * <p>Alerts are numbered without a hole in the order of the changes. Repeats change nothing: a feed has at most one
     * alert, one retraction and one correction for each edition of a post, and one pause. A post that was retracted
     * before it came raises nothing. Targets whose subscription is gone are passed over. A post's body is stored once,
     * with the first alert that refers to it, and not at all if it has no target. Where a post comes again with another
     * text, the first one stays, and an alert that it raises has no spans; if the post was edited, it raises none.
     * Fails with {@link FencedException} if another owner has come to one of the feeds.
     *
     * <p>All versions of a post are one post, under the id with which the first of them was stored. Its alerts show the
     * newest version; spans of a text that it no longer has are gone. Once a feed is told that the post was taken back,
     * none of its alerts there shows it.
     */
    CompletionStage<List<Appended>> append(List<FeedChange> changes);

    /**
     * Goes on with changes to all posts of an author that were begun, durably, and that nobody goes on with any more.
     * Completes, when they are done, with what that added, change by change; not all need to be done at once. To be
     * called at the start and now and then.
     */
    CompletionStage<List<Appended>> resume();

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
