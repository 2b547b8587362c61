package io.tocsin.store;

final class PostgresSubscriptionStoreTest extends SubscriptionStoreContract {
    PostgresSubscriptionStoreTest() {
        super(Stores.postgres());
    }
}
