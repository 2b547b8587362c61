package io.tocsin.store;

final class PostgresEndpointStoreTest extends EndpointStoreContract {
    PostgresEndpointStoreTest() {
        super(Stores.postgres());
    }
}
