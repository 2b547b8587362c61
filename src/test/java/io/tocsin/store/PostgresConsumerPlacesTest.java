package io.tocsin.store;

final class PostgresConsumerPlacesTest extends ConsumerPlacesContract {
    PostgresConsumerPlacesTest() {
        super(Stores.postgres());
    }
}
