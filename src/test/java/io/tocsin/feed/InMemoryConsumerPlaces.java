package io.tocsin.feed;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Places that last as long as this; its writes can be held up, or fail. */
public final class InMemoryConsumerPlaces implements ConsumerPlaces {
    private final Map<SubscriptionId, Map<ConsumerName, Cursor>> places = new ConcurrentHashMap<>();
    private volatile CompletableFuture<Void> gate = CompletableFuture.allOf();
    private volatile int writes;

    /** Writes wait until the future completes, and fail with it. */
    public void hold(CompletableFuture<Void> until) {
        gate = until;
    }

    /** How many writes were begun. */
    public int writes() {
        return writes;
    }

    @Override
    public CompletionStage<Optional<Cursor>> place(ConsumerName name, SubscriptionId subscription) {
        return CompletableFuture.completedStage(
                Optional.ofNullable(of(subscription).get(name)));
    }

    @Override
    public CompletionStage<Map<ConsumerName, Cursor>> places(SubscriptionId subscription) {
        return CompletableFuture.completedStage(Map.copyOf(of(subscription)));
    }

    private Map<ConsumerName, Cursor> of(SubscriptionId subscription) {
        return places.computeIfAbsent(subscription, none -> new ConcurrentHashMap<>());
    }

    @Override
    public synchronized CompletionStage<Boolean> acknowledge(ConsumerName name, Cursor alert) {
        writes++;
        return gate.thenApply(open -> {
            of(alert.subscription())
                    .merge(name, alert, (before, now) -> before.sequence() > now.sequence() ? before : now);
            return true;
        });
    }
}
