package io.tocsin.store;

final class PostgresDeliveryLogTest extends DeliveryLogContract {
    PostgresDeliveryLogTest() {
        super(Stores.postgres());
    }
}
