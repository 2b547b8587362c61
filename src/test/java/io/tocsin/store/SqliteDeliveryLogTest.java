package io.tocsin.store;

final class SqliteDeliveryLogTest extends DeliveryLogContract {
    SqliteDeliveryLogTest() {
        super(Stores.sqlite());
    }
}
