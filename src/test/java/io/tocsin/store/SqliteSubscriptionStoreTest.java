package io.tocsin.store;

final class SqliteSubscriptionStoreTest extends SubscriptionStoreContract {
    SqliteSubscriptionStoreTest() {
        super(Stores.sqlite());
    }
}
