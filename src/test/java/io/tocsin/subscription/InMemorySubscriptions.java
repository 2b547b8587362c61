package io.tocsin.subscription;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** One map, told at once; it insists on being listened to where that may block, as the shared ones do. */
public final class InMemorySubscriptions implements Subscriptions {
    private final Map<SubscriptionId, Subscription> subscriptions = new TreeMap<>();
    private final List<SubscriptionListener> listeners = new ArrayList<>();

    @Override
    public synchronized CompletionStage<Subscription> create(Subscription subscription) {
        if (subscriptions.putIfAbsent(subscription.id(), subscription) != null) {
            return CompletableFuture.failedStage(new IllegalStateException("id: " + subscription.id() + " is taken"));
        }
        listeners.forEach(listener -> listener.put(subscription));
        return CompletableFuture.completedStage(subscription);
    }

    @Override
    public synchronized CompletionStage<Optional<Subscription>> update(
            SubscriptionId id, UnaryOperator<Subscription> change) {
        Optional<Subscription> changed;
        try {
            changed = Optional.ofNullable(subscriptions.get(id)).map(change);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
        changed.ifPresent(subscription -> {
            subscriptions.put(id, subscription);
            listeners.forEach(listener -> listener.put(subscription));
        });
        return CompletableFuture.completedStage(changed);
    }

    @Override
    public synchronized CompletionStage<Boolean> remove(SubscriptionId id) {
        boolean removed = subscriptions.remove(id) != null;
        if (removed) {
            listeners.forEach(listener -> listener.removed(id));
        }
        return CompletableFuture.completedStage(removed);
    }

    @Override
    public synchronized CompletionStage<Optional<Subscription>> find(SubscriptionId id) {
        return CompletableFuture.completedStage(Optional.ofNullable(subscriptions.get(id)));
    }

    @Override
    public synchronized CompletionStage<List<Subscription>> all() {
        return CompletableFuture.completedStage(List.copyOf(subscriptions.values()));
    }

    @Override
    public synchronized void listen(SubscriptionListener listener) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("listen: on an event loop (expected: where it may block)");
        }
        listeners.add(listener);
        subscriptions.values().forEach(listener::put);
    }
}
