package io.tocsin.store;

final class PostgresQueryPlanTest extends QueryPlanContract {
    PostgresQueryPlanTest() {
        super(Stores.postgres());
    }
}
