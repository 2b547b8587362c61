package io.tocsin.push;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.InMemoryFeedLog;
import io.tocsin.feed.Page;
import io.tocsin.subscription.SubscriptionId;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Counts the reads of each feed, and the alerts that they gave; its answer to {@link #head} can be held up. */
final class CountingFeedLog extends InMemoryFeedLog {
    private final Map<SubscriptionId, Integer> reads = new ConcurrentHashMap<>();
    private final Map<SubscriptionId, Integer> alerts = new ConcurrentHashMap<>();

    /** Whose head was asked for. */
    final BlockingQueue<SubscriptionId> heads = new LinkedBlockingQueue<>();

    private volatile CompletableFuture<Void> gate = CompletableFuture.allOf();

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
    public synchronized CompletionStage<Page> read(Cursor after, int limit) {
        reads.merge(after.subscription(), 1, Integer::sum);
        return super.read(after, limit).thenApply(page -> {
            alerts.merge(after.subscription(), page.entries().size(), Integer::sum);
            return page;
        });
    }

    @Override
    public synchronized CompletionStage<Long> head(SubscriptionId subscription) {
        heads.add(subscription);
        return gate.thenCompose(open -> super.head(subscription));
    }
}
