package io.tocsin.store;

final class SqliteStoredPostTest extends StoredPostContract {
    SqliteStoredPostTest() {
        super(Stores.sqlite());
    }
}
