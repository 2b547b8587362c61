package io.tocsin.store;

final class SqliteErasTest extends ErasContract {
    SqliteErasTest() {
        super(Stores.sqlite());
    }
}
