package io.tocsin.webhook;

import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Claim;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.EndpointId;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;

/** A log that settles when {@code settling}, which is told how many deliveries there are, completes. */
record SlowDeliveryLog(DeliveryLog log, IntFunction<CompletionStage<Void>> settling) implements DeliveryLog {
    @Override
    public CompletionStage<Optional<Cursor>> cursor(EndpointId endpoint, SubscriptionId subscription) {
        return log.cursor(endpoint, subscription);
    }

    @Override
    public CompletionStage<Optional<Claim>> claim(EndpointId endpoint) {
        return log.claim(endpoint);
    }

    @Override
    public CompletionStage<Long> revive(
            EndpointId endpoint, SubscriptionId subscription, long from, long to, Instant at) {
        return log.revive(endpoint, subscription, from, to, at);
    }

    @Override
    public CompletionStage<Long> repeat(
            EndpointId endpoint, SubscriptionId subscription, long from, long to, Instant at) {
        return log.repeat(endpoint, subscription, from, to, at);
    }

    @Override
    public CompletionStage<Void> settle(Claim claim, List<Settled> deliveries, List<Cursor> cursors) {
        return log.settle(claim, deliveries, cursors).thenCompose(kept -> settling.apply(deliveries.size()));
    }

    @Override
    public CompletionStage<List<Delivery>> due(EndpointId endpoint, Instant now, int limit) {
        return log.due(endpoint, now, limit);
    }

    @Override
    public CompletionStage<Optional<Instant>> nextDue(EndpointId endpoint) {
        return log.nextDue(endpoint);
    }

    @Override
    public CompletionStage<List<Delivery>> parked(EndpointId endpoint, Cursor after) {
        return log.parked(endpoint, after);
    }
}
