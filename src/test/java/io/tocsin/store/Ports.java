package io.tocsin.store;

import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.EndpointStore;
import io.tocsin.feed.FeedLog;
import io.tocsin.subscription.SubscriptionStore;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What an engine offers, whichever it is. */
record Ports(
        FeedLog feeds,
        SubscriptionStore subscriptions,
        EndpointStore endpoints,
        DeliveryLog deliveries,
        Supplier<CompletionStage<Long>> expire) {
    static Ports of(Store store) {
        return new Ports(store.feeds(), store.subscriptions(), store.endpoints(), store.deliveries(), store::expire);
    }
}
