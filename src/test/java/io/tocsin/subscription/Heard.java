package io.tocsin.subscription;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers; a removal is empty. */
final class Heard implements SubscriptionListener {
    private final Map<SubscriptionId, List<Optional<Subscription>>> all = new ConcurrentHashMap<>();

    @Override
    public void put(Subscription subscription) {
        add(subscription.id(), Optional.of(subscription));
    }

    @Override
    public void removed(SubscriptionId id) {
        add(id, Optional.empty());
    }

    private void add(SubscriptionId id, Optional<Subscription> change) {
        all.computeIfAbsent(id, first -> new CopyOnWriteArrayList<>()).add(change);
    }

    List<Optional<Subscription>> of(SubscriptionId id) {
        return all.getOrDefault(id, List.of());
    }

    /** A removal is the newest. */
    List<Long> versions(SubscriptionId id) {
        return of(id).stream()
                .map(change -> change.map(Subscription::version).orElse(Long.MAX_VALUE))
                .toList();
    }
}
