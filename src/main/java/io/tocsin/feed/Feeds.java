package io.tocsin.feed;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/** This member's view of all feeds: the one way to append, the one way to read. Callable from any thread. */
public final class Feeds {
    private final FeedLog log;
    private final ConsumerListener listener;
    private final ConcurrentMap<SubscriptionId, Long> heads = new ConcurrentHashMap<>();
    private final ConcurrentMap<SubscriptionId, Set<Consumer>> consumers = new ConcurrentHashMap<>();

    public Feeds(FeedLog log, ConsumerListener listener) {
        this.log = log;
        this.listener = listener;
    }

    /** As {@link FeedLog#append}; then wakes the consumers of the feeds that grew. */
    public CompletionStage<List<Appended>> append(List<FeedChange> changes) {
        return log.append(changes).thenApply(results -> {
            for (Appended result : results) {
                result.added().forEach(this::grew);
            }
            return results;
        });
    }

    /** As {@link FeedLog#read}. */
    public CompletionStage<List<Entry>> read(Cursor after, int limit) {
        return log.read(after, limit);
    }

    /** The feed's last alert; sequence 0 if it has none. */
    public CompletionStage<Cursor> head(SubscriptionId subscription) {
        Long known = heads.get(subscription);
        if (known != null) {
            return CompletableFuture.completedStage(new Cursor(subscription, known));
        }
        return log.head(subscription)
                .thenApply(head -> new Cursor(subscription, heads.merge(subscription, head, Math::max)));
    }

    /** The last alert raised at or before {@code time}; sequence 0 if there is none. */
    public CompletionStage<Cursor> headAt(SubscriptionId subscription, Instant time) {
        return log.headAt(subscription, time).thenApply(head -> new Cursor(subscription, head));
    }

    /**
     * Opens a consumer after the cursor; it looks at once.
     *
     * @param owedAfter alerts after this number are owed to the consumer; those up to it are read again
     * @param context runs what belongs to the consumer, one thing at a time, in order
     */
    public Consumer open(Consumer.Kind kind, Cursor after, long owedAfter, Executor context, Sink sink) {
        Consumer consumer = new Consumer(this, kind, after, owedAfter, context, sink);
        consumers.compute(after.subscription(), (feed, known) -> {
            Set<Consumer> readers = known == null ? ConcurrentHashMap.newKeySet() : known;
            readers.add(consumer);
            return readers;
        });
        consumer.wake();
        // Lag counts from the head; where it can't be read now, from the next append.
        var unused = head(after.subscription());
        return consumer;
    }

    /** How far the furthest consumer of each kind is behind its feed's head, in alerts; 0 where there is none. */
    public Map<Consumer.Kind, Long> lag() {
        Map<Consumer.Kind, Long> lag = new EnumMap<>(Consumer.Kind.class);
        for (Consumer.Kind kind : Consumer.Kind.values()) {
            lag.put(kind, 0L);
        }
        consumers.forEach((feed, readers) -> {
            long head = heads.getOrDefault(feed, 0L);
            readers.forEach(reader -> lag.merge(reader.kind(), reader.lag(head), Math::max));
        });
        return lag;
    }

    /** The feed is gone with its subscription. */
    public void forget(SubscriptionId subscription) {
        heads.remove(subscription);
    }

    void delivered(Consumer.Kind kind, Alert alert, boolean owed) {
        listener.delivered(kind, alert, owed);
    }

    void closed(Consumer consumer) {
        consumers.computeIfPresent(consumer.start().subscription(), (feed, readers) -> {
            readers.remove(consumer);
            return readers.isEmpty() ? null : readers;
        });
    }

    private void grew(Cursor head) {
        heads.merge(head.subscription(), head.sequence(), Math::max);
        consumers.getOrDefault(head.subscription(), Set.of()).forEach(Consumer::wake);
    }
}
