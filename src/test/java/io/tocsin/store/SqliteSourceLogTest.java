package io.tocsin.store;

final class SqliteSourceLogTest extends SourceLogContract {
    SqliteSourceLogTest() {
        super(Stores.sqlite());
    }
}
