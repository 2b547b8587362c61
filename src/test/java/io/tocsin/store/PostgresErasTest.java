package io.tocsin.store;

final class PostgresErasTest extends ErasContract {
    PostgresErasTest() {
        super(Stores.postgres());
    }
}
