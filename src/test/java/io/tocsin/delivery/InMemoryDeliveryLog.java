package io.tocsin.delivery;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The plain thing behind the port: maps. Completes on the caller's thread. */
public final class InMemoryDeliveryLog implements DeliveryLog {
    private record Place(EndpointId endpoint, SubscriptionId subscription) {}

    private record Name(EndpointId endpoint, Cursor alert) {}

    private final Map<Place, Cursor> cursors = new HashMap<>();
    private final Map<Name, Settled> parked = new HashMap<>();
    private int failures;

    /** The next so many calls fail. */
    public synchronized void failing(int calls) {
        failures = calls;
    }

    /** What waits for the endpoint or is dead, by sequence. */
    public synchronized List<Settled> parked(EndpointId endpoint) {
        return parked.values().stream()
                .filter(settled -> settled.delivery().endpoint().equals(endpoint))
                .sorted(Comparator.comparing(
                        settled -> settled.delivery().alert().sequence()))
                .toList();
    }

    @Override
    public synchronized CompletionStage<Optional<Cursor>> cursor(EndpointId endpoint, SubscriptionId subscription) {
        return answer(() -> Optional.ofNullable(cursors.get(new Place(endpoint, subscription))));
    }

    @Override
    public synchronized CompletionStage<Void> settle(
            EndpointId endpoint, List<Settled> deliveries, List<Cursor> moved) {
        return answer(() -> {
                    deliveries.forEach(this::settle);
                    moved.forEach(cursor -> move(new Place(endpoint, cursor.subscription()), cursor));
                    return deliveries;
                })
                .thenAccept(settled -> {});
    }

    private void move(Place place, Cursor to) {
        Cursor from = cursors.getOrDefault(place, to);
        cursors.put(place, from.sequence() > to.sequence() ? from : to);
    }

    private void settle(Settled settled) {
        Name name = new Name(settled.delivery().endpoint(), settled.delivery().alert());
        if (settled.step() instanceof Step.Done) {
            parked.remove(name);
        } else {
            parked.put(name, settled);
        }
    }

    @Override
    public synchronized CompletionStage<List<Delivery>> due(EndpointId endpoint, Instant now, int limit) {
        return answer(() -> parked(endpoint).stream()
                .filter(settled -> at(settled).filter(at -> !at.isAfter(now)).isPresent())
                .sorted(Comparator.comparing(settled -> at(settled).orElseThrow()))
                .limit(limit)
                .map(Settled::delivery)
                .toList());
    }

    @Override
    public synchronized CompletionStage<Optional<Instant>> nextDue(EndpointId endpoint) {
        return answer(() -> parked(endpoint).stream()
                .flatMap(settled -> at(settled).stream())
                .min(Comparator.naturalOrder()));
    }

    @Override
    public synchronized CompletionStage<List<Delivery>> parked(EndpointId endpoint, Cursor after) {
        return answer(() -> parked(endpoint).stream()
                .map(Settled::delivery)
                .filter(delivery -> delivery.alert().subscription().equals(after.subscription())
                        && delivery.alert().sequence() > after.sequence())
                .toList());
    }

    private static Optional<Instant> at(Settled settled) {
        return settled.step() instanceof Step.Retry retry ? Optional.of(retry.at()) : Optional.empty();
    }

    private <T> CompletionStage<T> answer(Supplier<T> value) {
        if (failures > 0) {
            failures--;
            return CompletableFuture.failedStage(new IllegalStateException("disk"));
        }
        return CompletableFuture.completedStage(value.get());
    }
}
