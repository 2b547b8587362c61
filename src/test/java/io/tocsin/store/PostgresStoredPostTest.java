package io.tocsin.store;

final class PostgresStoredPostTest extends StoredPostContract {
    PostgresStoredPostTest() {
        super(Stores.postgres());
    }
}
