package io.tocsin.store;

final class SqliteRetractionTest extends RetractionContract {
    SqliteRetractionTest() {
        super(Stores.sqlite());
    }
}
