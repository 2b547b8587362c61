package io.tocsin.cluster;

import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.SubscriptionStore;
import java.util.concurrent.CompletionStage;

final class FakeSubscriptionStore extends FakeStore<SubscriptionId, Subscription> implements SubscriptionStore {
    @Override
    public CompletionStage<Void> save(Subscription subscription) {
        return put(subscription.id(), subscription);
    }
}
