package io.tocsin.delivery;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.ArrayList;
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

    private final Map<EndpointId, Long> claims = new HashMap<>();
    private final List<Settled> history = new ArrayList<>();
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
    public synchronized CompletionStage<Optional<Claim>> claim(EndpointId endpoint) {
        return answer(() -> Optional.of(new Claim(endpoint, claims.merge(endpoint, 1L, Long::sum))));
    }

    @Override
    public synchronized CompletionStage<Void> settle(Claim claim, List<Settled> deliveries, List<Cursor> moved) {
        long latest = claims.getOrDefault(claim.endpoint(), 0L);
        if (latest != claim.number()) {
            return CompletableFuture.failedStage(new OvertakenException(claim, latest));
        }
        return answer(() -> {
                    deliveries.forEach(this::settle);
                    history.addAll(deliveries);
                    moved.forEach(cursor -> move(new Place(claim.endpoint(), cursor.subscription()), cursor));
                    return deliveries;
                })
                .thenAccept(settled -> {});
    }

    /** All that was settled, in order. */
    public synchronized List<Settled> history() {
        return List.copyOf(history);
    }

    @Override
    public synchronized CompletionStage<Long> revive(
            EndpointId endpoint, SubscriptionId subscription, long from, long to, Instant at) {
        return answer(() -> {
            List<Settled> dead = parked(endpoint).stream()
                    .filter(settled -> settled.step() instanceof Step.Failed)
                    .filter(settled -> within(settled.delivery().alert(), subscription, from, to))
                    .toList();
            dead.forEach(settled -> wait(endpoint, settled.delivery().alert(), at));
            return (long) dead.size();
        });
    }

    @Override
    public synchronized CompletionStage<Long> repeat(
            EndpointId endpoint, SubscriptionId subscription, long from, long to, Instant at) {
        return answer(() -> {
            Cursor passed = cursors.getOrDefault(new Place(endpoint, subscription), new Cursor(subscription, 0));
            long count = 0;
            for (long sequence = from; sequence <= Math.min(to, passed.sequence()); sequence++) {
                Cursor alert = new Cursor(subscription, sequence);
                Settled before = parked.get(new Name(endpoint, alert));
                if (before == null || before.step() instanceof Step.Failed) {
                    wait(endpoint, alert, at);
                    count++;
                }
            }
            return count;
        });
    }

    private static boolean within(Cursor alert, SubscriptionId subscription, long from, long to) {
        return alert.subscription().equals(subscription) && alert.sequence() >= from && alert.sequence() <= to;
    }

    private void wait(EndpointId endpoint, Cursor alert, Instant at) {
        settle(new Settled(new Delivery(endpoint, alert, 0), new Step.Retry(at, ""), Optional.empty()));
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
