package io.tocsin.store;

final class SqliteQueryPlanTest extends QueryPlanContract {
    SqliteQueryPlanTest() {
        super(Stores.sqlite());
    }
}
