package io.tocsin.push;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.FeedLog;
import io.tocsin.feed.Page;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Counts the reads of each feed, and the alerts that they gave; its answer to {@link #head} can be held up. */
final class CountingFeedLog implements FeedLog {
    private final FeedLog log;
    private final Map<SubscriptionId, Integer> reads = new ConcurrentHashMap<>();
    private final Map<SubscriptionId, Integer> alerts = new ConcurrentHashMap<>();

    /** Whose head was asked for. */
    final BlockingQueue<SubscriptionId> heads = new LinkedBlockingQueue<>();

    private volatile CompletableFuture<Void> gate = CompletableFuture.allOf();

    CountingFeedLog(FeedLog log) {
        this.log = log;
    }

    /** Answers to {@link #head} wait until the future completes. */
    void hold(CompletableFuture<Void> until) {
        gate = until;
    }

    int reads(SubscriptionId feed) {
        return reads.getOrDefault(feed, 0);
    }

    int alerts(SubscriptionId feed) {
        return alerts.getOrDefault(feed, 0);
    }

    @Override
    public CompletionStage<List<Appended>> append(List<FeedChange> changes) {
        return log.append(changes);
    }

    @Override
    public CompletionStage<List<Appended>> resume() {
        return log.resume();
    }

    @Override
    public CompletionStage<Page> read(Cursor after, int limit) {
        reads.merge(after.subscription(), 1, Integer::sum);
        return log.read(after, limit).thenApply(page -> {
            alerts.merge(after.subscription(), page.entries().size(), Integer::sum);
            return page;
        });
    }

    @Override
    public CompletionStage<Long> head(SubscriptionId subscription) {
        heads.add(subscription);
        return gate.thenCompose(open -> log.head(subscription));
    }

    @Override
    public CompletionStage<Map<SubscriptionId, Long>> heads(Set<SubscriptionId> subscriptions) {
        return log.heads(subscriptions);
    }

    @Override
    public CompletionStage<Long> gone(SubscriptionId subscription) {
        return log.gone(subscription);
    }

    @Override
    public CompletionStage<Long> headAt(SubscriptionId subscription, Instant time) {
        return log.headAt(subscription, time);
    }

    @Override
    public CompletionStage<List<Alert>> takenBack(PostId post) {
        return log.takenBack(post);
    }
}
