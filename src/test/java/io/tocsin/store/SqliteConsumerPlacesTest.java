package io.tocsin.store;

final class SqliteConsumerPlacesTest extends ConsumerPlacesContract {
    SqliteConsumerPlacesTest() {
        super(Stores.sqlite());
    }
}
