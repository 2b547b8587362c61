package io.tocsin.subscription;

final class InMemorySubscriptionsTest extends SubscriptionsContract {
    private final Subscriptions subscriptions = new InMemorySubscriptions();

    @Override
    protected Subscriptions subscriptions() {
        return subscriptions;
    }
}
