package io.tocsin.store;

final class SqliteDeliveryHistoryTest extends DeliveryHistoryContract {
    SqliteDeliveryHistoryTest() {
        super(Stores.sqlite());
    }
}
