package io.tocsin.store;

final class PostgresAuthorsTest extends AuthorsContract {
    PostgresAuthorsTest() {
        super(Stores.postgres());
    }

    @Override
    void goOnFrom(long key) {
        stores.execute("ALTER TABLE post ALTER COLUMN key RESTART WITH " + (key + 1));
    }
}
