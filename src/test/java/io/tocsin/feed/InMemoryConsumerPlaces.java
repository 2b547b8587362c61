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
    private final Map<String, Cursor> places = new ConcurrentHashMap<>();
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
        return CompletableFuture.completedStage(Optional.ofNullable(places.get(name + "@" + subscription)));
    }

    @Override
    public synchronized CompletionStage<Boolean> acknowledge(ConsumerName name, Cursor alert) {
        writes++;
        return gate.thenApply(open -> {
            places.merge(
                    name + "@" + alert.subscription(),
                    alert,
                    (before, now) -> before.sequence() > now.sequence() ? before : now);
            return true;
        });
    }
}
