package io.tocsin.store;

final class PostgresRetractionTest extends RetractionContract {
    PostgresRetractionTest() {
        super(Stores.postgres());
    }
}
