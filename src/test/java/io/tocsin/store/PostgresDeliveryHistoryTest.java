package io.tocsin.store;

final class PostgresDeliveryHistoryTest extends DeliveryHistoryContract {
    PostgresDeliveryHistoryTest() {
        super(Stores.postgres());
    }
}
