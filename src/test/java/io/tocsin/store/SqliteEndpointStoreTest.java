package io.tocsin.store;

final class SqliteEndpointStoreTest extends EndpointStoreContract {
    SqliteEndpointStoreTest() {
        super(Stores.sqlite());
    }
}
