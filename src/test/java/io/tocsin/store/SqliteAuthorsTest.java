package io.tocsin.store;

final class SqliteAuthorsTest extends AuthorsContract {
    SqliteAuthorsTest() {
        super(Stores.sqlite());
    }

    @Override
    void goOnFrom(long key) {
        // It does.
    }
}
