package io.tocsin.store;

final class PostgresSourceLogTest extends SourceLogContract {
    PostgresSourceLogTest() {
        super(Stores.postgres());
    }
}
